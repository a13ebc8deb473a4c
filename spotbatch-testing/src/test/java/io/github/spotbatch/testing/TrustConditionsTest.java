package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.iam.IamClient;

/** What conditions of trust policies do to those who assume the roles. */
class TrustConditionsTest {

  private static final String MANAGED = "arn:aws:iam::aws:policy/service-role/";
  private static final String OF_THE_ACCOUNT =
      "{'StringEquals':{'aws:SourceAccount':'123456789012'}}";
  private static final String OF_ANOTHER = "{'StringEquals':{'aws:SourceAccount':'210987654321'}}";

  private final FakeAws aws = FakeAws.create();
  private final IamClient iam = aws.client(IamClient.builder());

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class ServiceRole {

    @Test
    @Rule("IAM-8")
    void conditionsAsAwsRecommendsThem_letBatchIn() {
      ComputeEnvironmentDetail environment =
          environment(
              "{'StringEquals':{'aws:SourceAccount':'123456789012'},'ArnLike':{'aws:SourceArn':"
                  + "['arn:aws:batch:us-east-1:123456789012:compute-environment/*',"
                  + "'arn:aws:batch:us-east-1:123456789012:job/*']}}");

      assertThat(environment.status()).isEqualTo(CEStatus.VALID);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          OF_ANOTHER,
          "{'ArnLike':{'aws:SourceArn':'arn:aws:batch:us-east-1:123456789012:job/*'}}",
          "{'ArnLike':{'aws:SourceArn':'arn:aws:batch:eu-west-1:123456789012:*'}}",
          "{'StringEquals':{'aws:SourceArn':'arn:aws:batch:us-east-1:123456789012:*'}}",
        })
    @Rule({"CE-10", "IAM-8"})
    void conditionThatDoesNotHold_turnsTheEnvironmentInvalid(String condition) {
      ComputeEnvironmentDetail environment = environment(condition);

      assertThat(environment.status()).isEqualTo(CEStatus.INVALID);
      assertThat(environment.statusReason())
          .startsWith("CLIENT_ERROR - Not authorized to perform sts:AssumeRole ");
    }

    @Test
    @Rule("CE-86")
    void trustMended_andAnUpdate_turnItValid() {
      assertThat(environment(OF_ANOTHER).status()).isEqualTo(CEStatus.INVALID);

      iam.updateAssumeRolePolicy(
          r -> r.roleName("service").policyDocument(trust("batch", OF_THE_ACCOUNT)));
      aws.advance(Duration.ofMinutes(2));
      new BatchWorld(aws)
          .batch.updateComputeEnvironment(
              r ->
                  r.computeEnvironment(BatchWorld.ENVIRONMENT)
                      .computeResources(c -> c.maxvCpus(8)));
      aws.advance(Duration.ofMinutes(1));

      assertThat(new BatchWorld(aws).environment().status()).isEqualTo(CEStatus.VALID);
    }

    private ComputeEnvironmentDetail environment(String condition) {
      String arn = role("service", "batch", condition);
      iam.attachRolePolicy(r -> r.roleName("service").policyArn(MANAGED + "AWSBatchServiceRole"));
      aws.advance(Duration.ofMinutes(1));
      BatchWorld world = new BatchWorld(aws);
      world.batch.createComputeEnvironment(
          world.environment(r -> {}).toBuilder().serviceRole(arn).build());
      aws.advance(Duration.ofMinutes(1));
      return world.environment();
    }
  }

  /** EC2 and Spot Fleet send no keys, so that any condition locks them out. */
  @Nested
  class Hosts {

    @ParameterizedTest
    @ValueSource(strings = {OF_THE_ACCOUNT, "{'ArnLike':{'aws:SourceArn':'arn:*:*:*:*:*'}}"})
    @Rule({"CE-73", "IAM-8"})
    void conditionOnEc2_keepsEveryHostOut(String condition) {
      BatchWorld world = world(condition);
      world.submit("one");

      aws.advance(Duration.ofMinutes(30));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason()).contains("none of the instances joined");
      assertThat(world.names(JobStatus.RUNNABLE)).containsExactly("one");
      assertThat(world.instances(InstanceStateName.RUNNING)).isEmpty();
    }

    @Test
    void conditionThatMayBeAbsent_letsThemIn() {
      BatchWorld world = world("{'StringEqualsIfExists':{'aws:SourceAccount':'123456789012'}}");
      world.submit("one");

      aws.runUntilIdle();

      assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("one");
    }

    @Test
    @Rule({"CE-34", "IAM-8"})
    void conditionOnSpotFleet_turnsTheEnvironmentInvalid() {
      String arn = role("fleet", "spotfleet", OF_THE_ACCOUNT);
      aws.advance(Duration.ofMinutes(1));
      BatchWorld world = new BatchWorld(aws);
      world.createEnvironment(r -> r.allocationStrategy("BEST_FIT").spotIamFleetRole(arn));

      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
    }

    private BatchWorld world(String condition) {
      role("hosts", "ec2", condition);
      iam.attachRolePolicy(
          r -> r.roleName("hosts").policyArn(MANAGED + "AmazonEC2ContainerServiceforEC2Role"));
      iam.createInstanceProfile(r -> r.instanceProfileName("hosts"));
      iam.addRoleToInstanceProfile(r -> r.instanceProfileName("hosts").roleName("hosts"));
      aws.advance(Duration.ofMinutes(1));
      return BatchWorld.ready(aws, r -> r.instanceRole("hosts"));
    }
  }

  @Nested
  class Tasks {

    @Test
    @Rule("IAM-8")
    void conditionsAsAwsRecommendsThem_letTheTaskStart() {
      JobDetail job =
          run(
              "{'StringEquals':{'aws:SourceAccount':'123456789012'},'ArnLike':"
                  + "{'aws:SourceArn':'arn:aws:ecs:us-east-1:123456789012:*'}}");

      assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          OF_ANOTHER,
          "{'ArnLike':{'aws:SourceArn':'arn:aws:ecs:us-east-1:210987654321:*'}}",
          "{'ArnLike':{'aws:SourceArn':'arn:aws:batch:us-east-1:123456789012:*'}}"
        })
    @Rule({"JD-29", "IAM-8"})
    void conditionThatDoesNotHold_failsTheStart(String condition) {
      JobDetail job = run(condition);

      assertThat(job.status()).isEqualTo(JobStatus.FAILED);
      assertThat(job.statusReason())
          .startsWith(
              "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/task' that was"
                  + " provided for this task.");
    }

    private JobDetail run(String condition) {
      String arn = role("task", "ecs-tasks", condition);
      aws.advance(Duration.ofMinutes(1));
      BatchWorld world = BatchWorld.ready(aws);
      world.batch.registerJobDefinition(
          BatchWorld.definition().build().toBuilder()
              .containerProperties(
                  BatchWorld.definition().build().containerProperties().toBuilder()
                      .executionRoleArn(arn)
                      .build())
              .build());
      String id = world.submit("one");
      aws.runUntilIdle();
      return world.job(id);
    }
  }

  private String role(String name, String service, String condition) {
    return iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust(service, condition)))
        .role()
        .arn();
  }

  private static String trust(String service, String condition) {
    return ("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'Service':"
            + "'%s.amazonaws.com'},'Action':'sts:AssumeRole','Condition':%s}]}")
        .formatted(service, condition)
        .replace('\'', '"');
  }
}
