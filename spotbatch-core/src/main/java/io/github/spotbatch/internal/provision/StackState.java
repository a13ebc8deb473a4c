package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.JobSummary;

/**
 * A stack as it was read.
 *
 * @param build knows what is there by its real names
 * @param wanted all that the stack should consist of
 * @param found what stands in the place of each, in the same order
 * @param owned all that the stack owns, wanted or not
 * @param unfinished the jobs of queues that are not wanted, which have not ended
 */
record StackState(
    Build build,
    List<CompiledResource> wanted,
    List<Optional<Found>> found,
    List<AwsResource> owned,
    List<Unfinished> unfinished) {

  /** The jobs of one queue that have not ended. */
  record Unfinished(AwsResource queue, List<JobSummary> jobs) {

    Unfinished {
      jobs = List.copyOf(jobs);
    }
  }

  StackState {
    wanted = List.copyOf(wanted);
    found = List.copyOf(found);
    owned = List.copyOf(owned);
    unfinished = List.copyOf(unfinished);
  }

  /**
   * All that is owned, but for what stands in its place and what newer revisions replaced.
   *
   * @param places what stands in the place of each that is wanted
   */
  List<AwsResource> leftovers(List<Optional<Found>> places) {
    Set<AwsResource> inPlace =
        places.stream()
            .flatMap(Optional::stream)
            .flatMap(place -> place.owned().stream())
            .collect(Collectors.toSet());
    Set<String> definitions =
        wanted.stream()
            .filter(planned -> planned.kind() == ResourceKind.JOB_DEFINITION)
            .map(CompiledResource::awsName)
            .collect(Collectors.toSet());
    return owned.stream()
        .filter(resource -> !inPlace.contains(resource))
        .filter(
            resource ->
                resource.kind() != ResourceKind.JOB_DEFINITION
                    || !definitions.contains(resource.awsName().replaceFirst(":\\d+$", "")))
        .toList();
  }
}
