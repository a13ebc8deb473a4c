package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import io.github.spotbatch.internal.compile.ServiceRole;
import io.github.spotbatch.internal.compile.Target;
import io.github.spotbatch.internal.provision.StackState.Unfinished;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.JobQueueDetail;

/**
 * A stack that is to go, as it was read, and what others in its Region may use of it.
 *
 * @param owned all that has the stack's tag
 * @param environments those of the Region
 * @param queues those of the Region
 * @param definitions the ACTIVE revisions of the Region
 * @param roleNames the roles that stand under the stack's names, whoever owns them
 * @param profilesByRole the instance profiles that hold each role of the stack
 * @param rolesByProfile the roles that each instance profile of the stack holds
 * @param unfinished the jobs of the stack's queues that have not ended
 */
record Inventory(
    Names names,
    Target target,
    List<Owned> owned,
    List<ComputeEnvironmentDetail> environments,
    List<JobQueueDetail> queues,
    List<JobDefinition> definitions,
    Set<String> roleNames,
    Map<String, List<String>> profilesByRole,
    Map<String, List<String>> rolesByProfile,
    List<Unfinished> unfinished) {

  Inventory {
    owned = List.copyOf(owned);
    environments = List.copyOf(environments);
    queues = List.copyOf(queues);
    definitions = List.copyOf(definitions);
    roleNames = Set.copyOf(roleNames);
    profilesByRole = Map.copyOf(profilesByRole);
    rolesByProfile = Map.copyOf(rolesByProfile);
    unfinished = List.copyOf(unfinished);
  }

  List<AwsResource> of(ResourceKind kind) {
    return owned.stream().map(Owned::resource).filter(it -> it.kind() == kind).toList();
  }

  Optional<ComputeEnvironmentDetail> environment(AwsResource resource) {
    return environments.stream()
        .filter(detail -> resource.id().equals(detail.computeEnvironmentArn()))
        .findFirst();
  }

  /** What would make the role again in which Batch works, if it is gone and was the stack's own. */
  Optional<CompiledResource> vanishedRole(AwsResource environment) {
    return environment(environment)
        .map(ComputeEnvironmentDetail::serviceRole)
        .flatMap(arn -> ServiceRole.ownName(arn, names))
        .filter(name -> !roleNames.contains(name))
        .map(name -> ServiceRole.again(name, names, target));
  }

  Optional<JobQueueDetail> queue(AwsResource resource) {
    return queues.stream().filter(q -> resource.id().equals(q.jobQueueArn())).findFirst();
  }
}
