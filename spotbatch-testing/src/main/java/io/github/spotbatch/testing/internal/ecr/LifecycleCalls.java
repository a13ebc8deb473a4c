package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.World;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyResponse;

/** ECR's operations on the policies by which images expire. */
final class LifecycleCalls {

  private static final int SHORTEST = 100;
  private static final int LONGEST = 30_720;

  private final World world;
  private final EcrState state;
  private final RepositoryCalls repositories;

  LifecycleCalls(World world, EcrState state, RepositoryCalls repositories) {
    this.world = world;
    this.state = state;
    this.repositories = repositories;
  }

  PutLifecyclePolicyResponse put(PutLifecyclePolicyRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    String text = checked(request.lifecyclePolicyText());
    repository.lifecyclePolicy(
        new LifecyclePolicy(
            text, LifecycleText.rules(text), world.now(), world.takes(Step.IMAGE_EXPIRING)));
    return PutLifecyclePolicyResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .lifecyclePolicyText(text)
        .build();
  }

  GetLifecyclePolicyResponse get(GetLifecyclePolicyRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    LifecyclePolicy policy = required(repository);
    return GetLifecyclePolicyResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .lifecyclePolicyText(policy.text())
        .lastEvaluatedAt(policy.evaluatedAt(world.now()))
        .build();
  }

  DeleteLifecyclePolicyResponse delete(DeleteLifecyclePolicyRequest request) {
    Repository repository = repositories.find(request.registryId(), request.repositoryName());
    LifecyclePolicy policy = required(repository);
    repository.lifecyclePolicy(null);
    return DeleteLifecyclePolicyResponse.builder()
        .registryId(state.registryId())
        .repositoryName(repository.name())
        .lifecyclePolicyText(policy.text())
        .lastEvaluatedAt(policy.evaluatedAt(world.now()))
        .build();
  }

  private LifecyclePolicy required(Repository repository) {
    return repository
        .lifecyclePolicy()
        .orElseThrow(() -> EcrFaults.noLifecyclePolicy(repository.name(), state.registryId()));
  }

  private static String checked(@Nullable String text) {
    if (text == null) {
      throw EcrFaults.invalid("lifecyclePolicyText", "must not be null");
    }
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      throw EcrFaults.invalid(
          "lifecyclePolicyText",
          "must have length between " + SHORTEST + " and " + LONGEST + " characters inclusive");
    }
    return text;
  }
}
