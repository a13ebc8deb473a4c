package io.github.spotbatch.internal.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.UpdateClass;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.RequestJson;
import io.github.spotbatch.internal.compile.UpdatePolicies;
import io.github.spotbatch.internal.diff.Comparison;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.UpdatePolicy;

class EnvironmentChangeTest {

  private static final AwsResource THERE =
      new AwsResource(
          ResourceKind.COMPUTE_ENVIRONMENT,
          "demo",
          "spot",
          "demo-spot-1",
          "arn:aws:batch:us-east-1:1:compute-environment/demo-spot-1");

  private static final CreateComputeEnvironmentRequest LINKED =
      CreateComputeEnvironmentRequest.builder()
          .type("MANAGED")
          .state("ENABLED")
          .computeResources(
              r ->
                  r.type("SPOT")
                      .allocationStrategy("SPOT_CAPACITY_OPTIMIZED")
                      .minvCpus(0)
                      .maxvCpus(8)
                      .instanceTypes("m5.large")
                      .subnets("subnet-1")
                      .securityGroupIds("sg-1")
                      .instanceRole("profile")
                      .ec2Configuration(c -> c.imageType("ECS_AL2023"))
                      .tags(Map.of("Team", "a")))
          .tags(Map.of("Team", "a"))
          .build();

  private static final CreateComputeEnvironmentRequest OWN =
      LINKED.copy(r -> r.serviceRole("mine"));

  private static Arguments given(
      String what, CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    return Arguments.of(what, there, wanted);
  }

  static Stream<Arguments> infrastructure() {
    return Stream.of(
        given("types", LINKED, with(LINKED, r -> r.instanceTypes("c5.large"))),
        given("bid", LINKED, with(LINKED, r -> r.bidPercentage(50))),
        given("no bid", with(LINKED, r -> r.bidPercentage(50)), LINKED),
        given(
            "strategy",
            LINKED,
            with(LINKED, r -> r.allocationStrategy("SPOT_PRICE_CAPACITY_OPTIMIZED"))),
        given("kind", LINKED, onDemand(LINKED)),
        given("kind back", onDemand(LINKED), LINKED),
        given(
            "image",
            LINKED,
            with(LINKED, r -> r.ec2Configuration(c -> c.imageType("ECS_AL2023_NVIDIA")))),
        given("key pair", LINKED, with(LINKED, r -> r.ec2KeyPair("ops"))),
        given("no key pair", with(LINKED, r -> r.ec2KeyPair("ops")), LINKED),
        given("placement group", LINKED, with(LINKED, r -> r.placementGroup("near"))),
        given(
            "launch template",
            LINKED,
            with(LINKED, r -> r.launchTemplate(t -> t.launchTemplateName("a").version("1")))),
        given(
            "version of the launch template",
            with(LINKED, r -> r.launchTemplate(t -> t.launchTemplateName("a").version("1"))),
            with(LINKED, r -> r.launchTemplate(t -> t.launchTemplateName("a").version("2")))),
        given(
            "no launch template",
            with(LINKED, r -> r.launchTemplate(t -> t.launchTemplateName("a").version("1"))),
            LINKED),
        given("subnets", LINKED, with(LINKED, r -> r.subnets("subnet-2"))),
        given("groups", LINKED, with(LINKED, r -> r.securityGroupIds("sg-2"))),
        given("role of the instances", LINKED, with(LINKED, r -> r.instanceRole("other"))),
        given("tags of the instances", LINKED, with(LINKED, r -> r.tags(Map.of("Team", "b")))),
        given("limits too", LINKED, with(LINKED, r -> r.maxvCpus(4).subnets("subnet-2"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("infrastructure")
  void change_ofInstancesUnderTheServiceLinkedRole_isInfrastructure(
      String what, CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    Change change = change(there, wanted);

    assertThat(change).isInstanceOf(Change.InPlace.class);
    assertThat(((Change.InPlace) change).updateClass()).isEqualTo(UpdateClass.INFRASTRUCTURE);
    assertThat(((Change.InPlace) change).requests()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("infrastructure")
  void change_ofInstancesUnderAnOwnRole_isAnotherEnvironment(
      String what, CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    assertThat(change(owned(there), owned(wanted)))
        .isEqualTo(
            new Change.Replacement(
                "AWS replaces no instances in place under a service role of its own"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("infrastructure")
  void change_ofInstancesUnderBestFit_isAnotherEnvironment(
      String what, CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    assertThat(change(with(there, r -> r.allocationStrategy("BEST_FIT")), wanted))
        .isEqualTo(new Change.Replacement("AWS replaces no instances in place under BEST_FIT"));
  }

  static Stream<Arguments> otherwise() {
    return Stream.of(
        given("service role given", LINKED, OWN),
        given("service role taken back", OWN, LINKED),
        given("fleet role", LINKED, with(LINKED, r -> r.spotIamFleetRole("fleet"))),
        given("to BEST_FIT", LINKED, with(LINKED, r -> r.allocationStrategy("BEST_FIT"))),
        given("placement group taken back", with(LINKED, r -> r.placementGroup("near")), LINKED),
        given(
            "Spot and its bid taken back",
            with(LINKED, r -> r.bidPercentage(50)),
            onDemand(LINKED)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherwise")
  void change_thatAwsDoesNotMake_isAnotherEnvironment(
      String what, CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    assertThat(change(there, wanted)).isInstanceOf(Change.Replacement.class);
  }

  @Test
  void change_ofLimitsStateAndOwnRole_isScalingUnderAnyRole() {
    CreateComputeEnvironmentRequest wanted =
        with(OWN, r -> r.minvCpus(1).maxvCpus(4)).copy(r -> r.serviceRole("other"));

    Change change = change(OWN.copy(r -> r.state("DISABLED")), wanted);

    assertThat(change).isInstanceOf(Change.InPlace.class);
    assertThat(((Change.InPlace) change).updateClass()).isEqualTo(UpdateClass.SCALING);
    assertThat(requests(change))
        .isEqualTo(
            """
            UpdateComputeEnvironment {
              "computeEnvironment": "demo-spot-1",
              "computeResources": {
                "maxvCpus": 4,
                "minvCpus": 1
              },
              "serviceRole": "other",
              "state": "ENABLED"
            }
            """);
  }

  @Test
  void change_ofStateAlone_carriesNoResources() {
    assertThat(requests(change(OWN.copy(r -> r.state("DISABLED")), OWN)))
        .isEqualTo(
            """
            UpdateComputeEnvironment {
              "computeEnvironment": "demo-spot-1",
              "state": "ENABLED"
            }
            """);
  }

  @Test
  void change_ofTheUpdatePolicy_isNoticedByNothingAndGoesWithTheState() {
    AwsRequest before = UpdatePolicies.request("demo-spot-1", UpdatePolicies.USUAL);
    AwsRequest after =
        UpdatePolicies.request(
            "demo-spot-1", UpdatePolicy.builder().terminateJobsOnUpdate(true).build());

    Change given = change(List.of(OWN, before), List.of(OWN, after));
    Change takenBack = change(List.of(OWN, after), List.of(OWN));

    assertThat(((Change.InPlace) given).updateClass()).isEqualTo(UpdateClass.NONE);
    assertThat(((Change.InPlace) takenBack).updateClass()).isEqualTo(UpdateClass.NONE);
    assertThat(requests(given))
        .isEqualTo(
            """
            UpdateComputeEnvironment {
              "computeEnvironment": "demo-spot-1",
              "state": "ENABLED",
              "updatePolicy": {
                "terminateJobsOnUpdate": true
              }
            }
            """);
    assertThat(requests(takenBack))
        .isEqualTo(
            """
            UpdateComputeEnvironment {
              "computeEnvironment": "demo-spot-1",
              "state": "ENABLED",
              "updatePolicy": {
                "jobExecutionTimeoutMinutes": 30,
                "terminateJobsOnUpdate": false
              }
            }
            """);
  }

  @Test
  void change_ofInstances_saysHowLongTheirJobsHave() {
    CreateComputeEnvironmentRequest other = with(LINKED, r -> r.instanceTypes("c5.large"));
    AwsRequest minute =
        UpdatePolicies.request(
            "demo-spot-1", UpdatePolicies.USUAL.copy(p -> p.jobExecutionTimeoutMinutes(1L)));

    assertThat(((Change.InPlace) change(LINKED, other)).reason())
        .isEqualTo(
            "AWS replaces its instances; the jobs on them have 30 minutes to end, and what is cut"
                + " off runs again if its retry strategy says so");
    assertThat(((Change.InPlace) change(List.of(LINKED, minute), List.of(other, minute))).reason())
        .contains("have 1 minute to end");
  }

  @Test
  void change_takingBackWhatCanBe_sendsWhatTakesItAway() {
    CreateComputeEnvironmentRequest there =
        with(LINKED, r -> r.bidPercentage(50).ec2KeyPair("ops"));

    assertThat(requests(change(there, LINKED)))
        .isEqualTo(
            """
            UpdateComputeEnvironment {
              "computeEnvironment": "demo-spot-1",
              "computeResources": {
                "bidPercentage": 100,
                "ec2KeyPair": ""
              }
            }
            """);
  }

  @Test
  void change_ofTags_sendsThoseThatDifferAlone() {
    Change change =
        change(LINKED, LINKED.copy(r -> r.tags(Map.of("Team", "a", "Cost", "b", "Use", "c"))));

    assertThat(((Change.InPlace) change).updateClass()).isEqualTo(UpdateClass.NONE);
    assertThat(requests(change))
        .isEqualTo(
            """
            TagResource {
              "resourceArn": "arn:aws:batch:us-east-1:1:compute-environment/demo-spot-1",
              "tags": {
                "Cost": "b",
                "Use": "c"
              }
            }
            """);
  }

  private static CreateComputeEnvironmentRequest with(
      CreateComputeEnvironmentRequest request, UnaryOperator<ComputeResource.Builder> change) {
    return request.copy(r -> r.computeResources(request.computeResources().copy(change::apply)));
  }

  private static CreateComputeEnvironmentRequest onDemand(CreateComputeEnvironmentRequest spot) {
    return with(spot, r -> r.type("EC2").allocationStrategy("BEST_FIT_PROGRESSIVE"));
  }

  private static CreateComputeEnvironmentRequest owned(CreateComputeEnvironmentRequest request) {
    return request.copy(r -> r.serviceRole("mine"));
  }

  private static Change change(
      CreateComputeEnvironmentRequest there, CreateComputeEnvironmentRequest wanted) {
    return change(List.of(there), List.of(wanted));
  }

  private static Change change(List<AwsRequest> there, List<AwsRequest> wanted) {
    return Changes.of(THERE, there, wanted, Comparison.of(there, wanted).changes());
  }

  private static String requests(Change change) {
    StringBuilder text = new StringBuilder();
    ((Change.InPlace) change)
        .requests()
        .forEach(
            request ->
                text.append(RequestJson.operation(request))
                    .append(' ')
                    .append(RequestJson.render(request))
                    .append('\n'));
    return text.toString();
  }
}
