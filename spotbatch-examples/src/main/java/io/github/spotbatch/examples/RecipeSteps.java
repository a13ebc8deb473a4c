package io.github.spotbatch.examples;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.aws.ResourceKind;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * The steps that make nothing on AWS: the application, its image, and the network that is there.
 */
final class RecipeSteps {

  private final Aws aws;
  private final Story story;

  RecipeSteps(Aws aws, Story story) {
    this.aws = aws;
    this.story = story;
  }

  void application(ProvisioningPlan plan) {
    Optional<PlannedAction> image =
        plan.actions().stream().filter(it -> it.kind() == ResourceKind.IMAGE).findFirst();
    if (image.isPresent()) {
      story.step("5", "the sample application, and");
      story.step("6", "what its image is made of:");
      image.get().notes().forEach(story::detail);
    } else {
      story.step(
          "7",
          "no image is built: the jobs run "
              + reference(plan).orElse("what their definition says already"));
    }
    network();
    plan.warnings().forEach(warning -> story.detail("note: " + warning));
  }

  /** Absent if no definition is registered, for there is one. */
  private static Optional<String> reference(ProvisioningPlan plan) {
    return plan.actions().stream()
        .flatMap(action -> action.requests().stream())
        .filter(RegisterJobDefinitionRequest.class::isInstance)
        .map(request -> ((RegisterJobDefinitionRequest) request).containerProperties().image())
        .findFirst();
  }

  private void network() {
    Vpc vpc =
        aws.ec2()
            .describeVpcs(
                request ->
                    request.filters(Filter.builder().name("is-default").values("true").build()))
            .vpcs()
            .get(0);
    List<String> zones =
        aws
            .ec2()
            .describeSubnets(
                request ->
                    request.filters(Filter.builder().name("vpc-id").values(vpc.vpcId()).build()))
            .subnets()
            .stream()
            .map(Subnet::availabilityZone)
            .sorted()
            .toList();
    story.step("8", "default " + vpc.vpcId() + " with subnets in " + String.join(", ", zones));
  }
}
