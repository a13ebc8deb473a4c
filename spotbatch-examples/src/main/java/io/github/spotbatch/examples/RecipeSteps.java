package io.github.spotbatch.examples;

import io.github.spotbatch.ProvisioningPlan;
import java.util.List;
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
  private final boolean embedded;

  RecipeSteps(Aws aws, Story story, boolean embedded) {
    this.aws = aws;
    this.story = story;
    this.embedded = embedded;
  }

  void application(ProvisioningPlan plan) {
    String image = image(plan);
    story.step("5", "sample application: " + BatchApp.class.getName() + ", beside batch_app.py");
    story.step("6", "its Dockerfile: src/main/python/Dockerfile, on a supported Python");
    story.step(
        "7",
        embedded
            ? "no image is built or pushed: a local java process stands for " + image
            : "no image is built or pushed: the jobs run " + image + ", which has to exist");
    network();
    plan.warnings().forEach(warning -> story.detail("note: " + warning));
  }

  private static String image(ProvisioningPlan plan) {
    return plan.actions().stream()
        .flatMap(action -> action.requests().stream())
        .filter(RegisterJobDefinitionRequest.class::isInstance)
        .map(request -> ((RegisterJobDefinitionRequest) request).containerProperties().image())
        .findFirst()
        .orElseThrow();
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
