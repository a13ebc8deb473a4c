package io.github.spotbatch.internal.provision;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.internal.compile.CompiledResource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What is to be done with one resource of a stack.
 *
 * @param there what is there already; of a job definition, its newest revision
 * @param requests what is to be sent
 * @param notes what the user should know about it
 */
public record PlannedStep(
    CompiledResource resource,
    Type type,
    @Nullable AwsResource there,
    List<AwsRequest> requests,
    List<String> notes) {

  public PlannedStep {
    requests = List.copyOf(requests);
    notes = List.copyOf(notes);
  }

  /** What it is called on AWS; the next revision of a definition has no number yet. */
  public String awsName() {
    AwsResource known = there;
    return known == null || type == Type.NEW_REVISION ? resource.awsName() : known.awsName();
  }

  static PlannedStep create(CompiledResource resource) {
    return new PlannedStep(resource, Type.CREATE, null, resource.requests(), resource.notes());
  }

  static PlannedStep keep(CompiledResource resource, AwsResource there) {
    return new PlannedStep(resource, Type.KEEP, there, List.of(), List.of());
  }
}
