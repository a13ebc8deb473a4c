package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.iam.IamClient;

/** Instances that start but cannot register with ECS. */
class HostsThatNeverJoinTest {

  private static final String NONE_JOINED =
      "Your compute environment has been INVALIDATED and scaled down because none of the instances"
          + " joined the underlying ECS Cluster. Common issues preventing instances joining are the"
          + " following: VPC/Subnet configuration preventing communication to ECS, incorrect"
          + " Instance Profile policy preventing authorization to ECS, or customized AMI or"
          + " LaunchTemplate configurations affecting ECS agent.";
  private static final Duration GIVEN_UP = Timings.defaults().of(Step.HOST_GIVEN_UP).plusMinutes(1);

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Scripted {

    @Test
    @Rule("CE-73")
    void neverJoin_environmentTurnsInvalidAndIsScaledDown() {
      aws.hosts().neverJoin("sp*");
      BatchWorld world = BatchWorld.ready(aws);
      world.submit("one");
      aws.advance(Duration.ofMinutes(15));
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.instances(InstanceStateName.RUNNING)).hasSize(1);
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("one");

      aws.advance(GIVEN_UP.minusMinutes(14));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason()).isEqualTo(NONE_JOINED);
      assertThat(world.instances(InstanceStateName.RUNNING, InstanceStateName.PENDING)).isEmpty();
      assertThat(world.environment().computeResources().desiredvCpus()).isZero();
    }

    @Test
    void script_ofAnEnvironmentThatNeverWas_isReported() {
      BatchWorld.ready(aws);
      aws.hosts().neverJoin("sopt");
      aws.hosts().join("sopt");
      aws.hosts().unsupported("sopt", "c5.*");
      aws.hosts().unsupported("sp*", "c5.*");

      assertThatThrownBy(aws::verify)
          .hasMessage(
              """
              This world is not as it should be.

              Broken: each script comes to pass (SCRIPTS_FIRED)
                - hosts of sopt never join: no compute environment was of that name; there were spot
                - hosts of sopt join: no compute environment was of that name; there were spot
                - c5.* is not supported in sopt: no compute environment was of that name; there were spot""");
    }

    @Test
    void unsupported_mistypedTypes_areRefusedAtOnce() {
      assertThatThrownBy(() -> aws.hosts().unsupported(ENVIRONMENT, "c5.lrage"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "no instance type of the fake is meant by 'c5.lrage'; types are written as 'c5.large'"
                  + " or 'c5.*'");
    }

    @Test
    void scripts_ofAClosedWorld_areRefused() {
      aws.close();

      assertThatThrownBy(() -> aws.hosts().neverJoin(ENVIRONMENT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }

    @Test
    @Rule("CE-86")
    void joinAgain_andAnUpdate_mendIt() {
      aws.hosts().neverJoin(ENVIRONMENT);
      BatchWorld world = BatchWorld.ready(aws);
      world.submit("one");
      aws.advance(GIVEN_UP.plusMinutes(1));
      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);

      aws.hosts().join(ENVIRONMENT);
      world.batch.updateComputeEnvironment(
          r -> r.computeEnvironment(ENVIRONMENT).computeResources(c -> c.maxvCpus(8)));
      aws.runUntilIdle();

      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
    }

    @Test
    @Rule("CE-73")
    void neverJoin_takenBackInTime_hostJoinsLate() {
      aws.hosts().neverJoin(ENVIRONMENT);
      BatchWorld world = BatchWorld.ready(aws);
      world.submit("one");
      aws.advance(Duration.ofMinutes(15));

      aws.hosts().join(ENVIRONMENT);
      aws.advance(Duration.ofMinutes(5));

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
    }

    @Test
    @Rule("CE-73")
    void neverJoin_whereOthersHaveJoined_onlyTheseHostsGo() {
      aws.jobs().named("*").runsFor(Duration.ofHours(2));
      BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes("c5.large").maxvCpus(4));
      world.submit(
          "one",
          r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2"))));
      aws.advance(Duration.ofMinutes(2));
      aws.hosts().neverJoin(ENVIRONMENT);
      world.submit("two");

      aws.advance(GIVEN_UP);

      assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
      assertThat(world.names(JobStatus.RUNNING)).containsExactly("one");
      assertThat(world.instances(InstanceStateName.TERMINATED, InstanceStateName.SHUTTING_DOWN))
          .hasSize(1);
    }
  }

  @Nested
  class Profile {

    private final IamClient iam = aws.client(IamClient.builder());

    @Test
    @Rule("CE-73")
    void profileWithoutARole_noHostJoins() {
      iam.createInstanceProfile(r -> r.instanceProfileName("empty"));

      assertThat(statusAfterAJob("empty")).isEqualTo(CEStatus.INVALID);
    }

    @Test
    @Rule("CE-73")
    void roleWithoutThePolicy_noHostJoins() {
      profile("ec2.amazonaws.com");

      assertThat(statusAfterAJob("hosts")).isEqualTo(CEStatus.INVALID);
    }

    @Test
    @Rule("CE-73")
    void roleThatEc2MayNotAssume_noHostJoins() {
      profile("ecs-tasks.amazonaws.com");
      attach("service-role/AmazonEC2ContainerServiceforEC2Role");

      assertThat(statusAfterAJob("hosts")).isEqualTo(CEStatus.INVALID);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"service-role/AmazonEC2ContainerServiceforEC2Role", "AdministratorAccess"})
    @Rule("CE-73")
    void roleWithAPolicyForIt_hostsJoin(String policy) {
      profile("ec2.amazonaws.com");
      attach(policy);

      assertThat(statusAfterAJob("hosts")).isEqualTo(CEStatus.VALID);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"ecs:RegisterContainerInstance", "ecs:*", "ecs:registerContainer*", "*"})
    @Rule("CE-73")
    void roleWithItsOwnPolicyForIt_hostsJoin(String action) {
      profile("ec2.amazonaws.com");
      inline("{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"*\"}");

      assertThat(statusAfterAJob("hosts")).isEqualTo(CEStatus.VALID);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}",
          "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
              + "{\"Effect\":\"Deny\",\"Action\":\"ecs:*\",\"Resource\":\"*\"}"
        })
    @Rule("CE-73")
    void roleWithOtherPolicies_noHostJoins(String statements) {
      profile("ec2.amazonaws.com");
      inline(statements);

      assertThat(statusAfterAJob("hosts")).isEqualTo(CEStatus.INVALID);
    }

    private void profile(String service) {
      iam.createRole(
          r ->
              r.roleName("hosts")
                  .assumeRolePolicyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                          + "{\"Service\":\""
                          + service
                          + "\"},\"Action\":\"sts:AssumeRole\"}]}"));
      iam.createInstanceProfile(r -> r.instanceProfileName("hosts"));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName("hosts").roleName("hosts"));
    }

    private void attach(String policy) {
      iam.attachRolePolicy(r -> r.roleName("hosts").policyArn("arn:aws:iam::aws:policy/" + policy));
    }

    private void inline(String statements) {
      iam.putRolePolicy(
          r ->
              r.roleName("hosts")
                  .policyName("own")
                  .policyDocument(
                      "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
    }

    private CEStatus statusAfterAJob(String profile) {
      aws.advance(Duration.ofMinutes(1));
      BatchWorld world = BatchWorld.ready(aws, r -> r.instanceRole(profile));
      world.submit("one");
      aws.advance(GIVEN_UP.plusMinutes(1));
      return world.environment().status();
    }
  }
}
