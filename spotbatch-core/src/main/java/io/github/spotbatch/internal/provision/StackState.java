package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;

/**
 * A stack held against what is there.
 *
 * @param build knows what is there by its real names
 * @param steps what is to be done with what can be dealt with
 * @param foreign what has the name of something planned, and another owner
 * @param changed what is there and not as it should be, each with its differences
 * @param leftovers what the stack owns and does not plan
 */
record StackState(
    Build build,
    List<PlannedStep> steps,
    List<CompiledResource.Id> foreign,
    List<Changed> changed,
    List<AwsResource> leftovers) {

  /**
   * Something that would have to be changed.
   *
   * @param broken whether it cannot be used as it is
   */
  record Changed(AwsResource resource, List<String> differences, boolean broken) {

    @Override
    public String toString() {
      return resource + ": " + String.join(", ", differences);
    }
  }

  StackState {
    steps = List.copyOf(steps);
    foreign = List.copyOf(foreign);
    changed = List.copyOf(changed);
    leftovers = List.copyOf(leftovers);
  }
}
