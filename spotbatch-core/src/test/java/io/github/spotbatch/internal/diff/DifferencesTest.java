package io.github.spotbatch.internal.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.FieldChange;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.batch.model.ContainerProperties;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceRequirement;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.Tag;

class DifferencesTest {

  @Nested
  class Members {

    @Test
    void between_otherValues_namesPathAndBoth() {
      CreateComputeEnvironmentRequest there =
          CreateComputeEnvironmentRequest.builder()
              .computeResources(r -> r.maxvCpus(8).minvCpus(0))
              .build();

      assertThat(
              between(there, there.copy(r -> r.computeResources(c -> c.maxvCpus(16).minvCpus(0)))))
          .containsExactly("computeResources.maxvCpus 8 -> 16");
    }

    @Test
    void between_whatIsNotWanted_countsOnlyIfASpecCanTakeItBack() {
      CreateComputeEnvironmentRequest there =
          CreateComputeEnvironmentRequest.builder()
              .unmanagedvCpus(3)
              .computeResources(r -> r.ec2KeyPair("ops").bidPercentage(100))
              .build();

      assertThat(between(there, CreateComputeEnvironmentRequest.builder().build()))
          .containsExactly("computeResources.ec2KeyPair ops -> none");
    }

    @Test
    void between_emptyAndFalse_areAsGoodAsUnset() {
      RegisterJobDefinitionRequest there =
          definition(
              c ->
                  c.command(List.of())
                      .environment(List.of())
                      .user("")
                      .privileged(false)
                      .linuxParameters(l -> l.devices(List.of())));
      RegisterJobDefinitionRequest wanted = definition(c -> c.readonlyRootFilesystem(false));

      assertThat(between(there, wanted)).isEmpty();
      assertThat(between(wanted, there)).isEmpty();
    }

    @Test
    void between_nameAndArnOfTheSame_areTheSame() {
      CreateJobQueueRequest there =
          CreateJobQueueRequest.builder()
              .computeEnvironmentOrder(
                  e ->
                      e.order(1)
                          .computeEnvironment(
                              "arn:aws:batch:us-east-1:1:compute-environment/demo-spot-1"))
              .build();

      assertThat(between(there, queue("demo-spot-1"))).isEmpty();
      assertThat(between(there, queue("spot-1")))
          .containsExactly(
              "computeEnvironmentOrder[1].computeEnvironment"
                  + " arn:aws:batch:us-east-1:1:compute-environment/demo-spot-1 -> spot-1");
    }

    private static CreateJobQueueRequest queue(String environment) {
      return CreateJobQueueRequest.builder()
          .computeEnvironmentOrder(e -> e.order(1).computeEnvironment(environment))
          .build();
    }
  }

  @Nested
  class Lists {

    @Test
    void between_otherOrder_countsOnlyWhereItMeansSomething() {
      RegisterJobDefinitionRequest there =
          definition(
              c ->
                  c.command("a", "b")
                      .resourceRequirements(requirement("VCPU", "1"), requirement("MEMORY", "64")));
      RegisterJobDefinitionRequest wanted =
          definition(
              c ->
                  c.command("b", "a")
                      .resourceRequirements(requirement("MEMORY", "64"), requirement("VCPU", "1")));

      assertThat(between(there, wanted))
          .containsExactly("containerProperties.command [a, b] -> [b, a]");
    }

    @Test
    void between_plainSets_countEveryElement() {
      CreateComputeEnvironmentRequest there = subnets("a", "b");

      assertThat(between(there, subnets("b", "a"))).isEmpty();
      assertThat(between(there, subnets("a", "a")))
          .containsExactly("computeResources.subnets [a, b] -> [a, a]");
    }

    @Test
    void between_conditions_areComparedByTheirPlace() {
      assertThat(between(conditions("1", "2"), conditions("1", "3")))
          .containsExactly("retryStrategy.evaluateOnExit[1].onExitCode 2 -> 3");
    }

    @Test
    void between_variables_areNamedAndNeverShown() {
      RegisterJobDefinitionRequest there =
          definition(c -> c.environment(variable("A", "secret-1"), variable("B", "secret-2")));
      RegisterJobDefinitionRequest wanted =
          definition(
              c ->
                  c.environment(
                      variable("A", "secret-3"), variable("C", "secret-4"), variable("D", "")));

      assertThat(between(there, wanted))
          .containsExactly(
              "containerProperties.environment[A].value *** -> ***",
              "containerProperties.environment[B] {name=B, value=***} -> none",
              "containerProperties.environment[C] none -> {name=C, value=***}");
    }

    @Test
    void between_variablesOfOneName_areStillToldApartByTheirValues() {
      RegisterJobDefinitionRequest there =
          definition(c -> c.environment(variable("A", "1"), variable("A", "2")));

      assertThat(between(there, there)).isEmpty();
      assertThat(
              between(
                  there, definition(c -> c.environment(variable("A", "1"), variable("A", "3")))))
          .containsExactly(
              "containerProperties.environment [{name=A, value=***}, {name=A, value=***}] ->"
                  + " [{name=A, value=***}, {name=A, value=***}]");
    }

    private static CreateComputeEnvironmentRequest subnets(String... subnets) {
      return CreateComputeEnvironmentRequest.builder()
          .computeResources(r -> r.subnets(subnets))
          .build();
    }

    private static RegisterJobDefinitionRequest conditions(String first, String second) {
      return RegisterJobDefinitionRequest.builder()
          .retryStrategy(
              s ->
                  s.attempts(3)
                      .evaluateOnExit(
                          c -> c.onExitCode(first).action("RETRY"),
                          c -> c.onExitCode(second).action("EXIT")))
          .build();
    }

    private static ResourceRequirement requirement(String type, String value) {
      return ResourceRequirement.builder().type(type).value(value).build();
    }

    private static KeyValuePair variable(String name, String value) {
      return KeyValuePair.builder().name(name).value(value).build();
    }
  }

  @Nested
  class Maps {

    @Test
    void between_tags_oursCountAndThoseOfOthersDoNot() {
      CreateJobQueueRequest there =
          CreateJobQueueRequest.builder().tags(Map.of("Team", "a", "Audit", "1")).build();

      assertThat(between(there, there.copy(r -> r.tags(Map.of("Team", "b", "Cost", "c")))))
          .containsExactly("tags.Cost none -> c", "tags.Team a -> b");
    }

    @Test
    void between_tagsAsAList_oursCountAndThoseOfOthersDoNot() {
      CreateRoleRequest there =
          CreateRoleRequest.builder().tags(tag("Team", "a"), tag("Audit", "1")).build();

      assertThat(between(there, CreateRoleRequest.builder().tags(tag("Team", "b")).build()))
          .containsExactly("tags[Team].value a -> b");
    }

    @Test
    void between_tagsOfInstances_areAllOurs() {
      CreateComputeEnvironmentRequest there =
          CreateComputeEnvironmentRequest.builder()
              .computeResources(r -> r.tags(Map.of("Team", "a", "Old", "1")))
              .build();

      assertThat(
              between(there, there.copy(r -> r.computeResources(c -> c.tags(Map.of("Team", "a"))))))
          .containsExactly("computeResources.tags.Old 1 -> none");
    }

    @Test
    void between_parameters_areAllOurs() {
      RegisterJobDefinitionRequest there =
          RegisterJobDefinitionRequest.builder().parameters(Map.of("a", "1", "b", "2")).build();

      assertThat(between(there, there.copy(r -> r.parameters(Map.of("a", "1")))))
          .containsExactly("parameters.b 2 -> none");
    }
  }

  @Nested
  class Policies {

    private static final String POLICY =
        "{\"Statement\":[{\"Action\":[\"a:A\",\"b:B\"],\"Effect\":\"Allow\",\"Resource\":\"*\"}]}";

    @Test
    void between_sameJson_isTheSamePolicy() {
      assertThat(
              between(
                  policy(POLICY),
                  policy(
                      "{ \"Statement\": {\"Resource\": [\"*\"], \"Effect\": \"Allow\","
                          + " \"Action\": [\"b:B\", \"a:A\"]}}")))
          .isEmpty();
    }

    @Test
    void between_otherJson_namesThePlaceInIt() {
      assertThat(between(policy(POLICY), policy(POLICY.replace("Allow", "Deny"))))
          .containsExactly("policyDocument.Statement.Effect Allow -> Deny");
    }

    @Test
    void comparison_ofARole_tellsMissingFromChangedPolicies() {
      AttachRolePolicyRequest attached =
          AttachRolePolicyRequest.builder().policyArn("arn:aws:iam::aws:policy/A").build();
      AttachRolePolicyRequest missing =
          attached.copy(r -> r.policyArn("arn:aws:iam::aws:policy/B"));

      Comparison comparison =
          Comparison.of(
              List.of(attached, policy(POLICY)),
              List.of(policy(POLICY.replace("Allow", "Deny")), missing));

      assertThat(comparison.missing()).containsExactly(missing);
      assertThat(comparison.changes())
          .extracting(FieldChange::toString)
          .containsExactly(
              "mine.policyDocument.Statement.Effect Allow -> Deny",
              "policyArn arn:aws:iam::aws:policy/A -> none");
    }

    private static PutRolePolicyRequest policy(String document) {
      return PutRolePolicyRequest.builder().policyName("mine").policyDocument(document).build();
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static RegisterJobDefinitionRequest definition(
      Consumer<ContainerProperties.Builder> container) {
    return RegisterJobDefinitionRequest.builder().containerProperties(container).build();
  }

  private static List<String> between(SdkPojo there, SdkPojo wanted) {
    return Differences.between(there, wanted).stream().map(Object::toString).toList();
  }
}
