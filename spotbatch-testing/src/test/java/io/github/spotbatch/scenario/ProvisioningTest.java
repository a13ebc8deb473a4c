package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningEvent;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.StackSummary;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.exception.SpotBatchException;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.StackSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.JobDefinition;

class ProvisioningTest {

  private final FakeStack fake = new FakeStack();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Nested
  class Apply {

    @Test
    void apply_recipe_everythingIsUsable() {
      Deployment deployment = apply(FakeStack.recipe("demo"));

      ComputeEnvironmentDetail environment =
          fake.batch.describeComputeEnvironments().computeEnvironments().get(0);
      assertThat(environment.computeEnvironmentName())
          .isEqualTo(deployment.computeEnvironmentName("spot"));
      assertThat(environment.statusAsString()).isEqualTo("VALID");
      assertThat(environment.stateAsString()).isEqualTo("ENABLED");
      assertThat(environment.computeResources().securityGroupIds())
          .containsExactly(
              fake.ec2
                  .describeSecurityGroups(r -> r.filters(f -> f.name("group-name").values("demo")))
                  .securityGroups()
                  .get(0)
                  .groupId());
      assertThat(fake.batch.describeJobQueues().jobQueues().get(0).statusAsString())
          .isEqualTo("VALID");
      assertThat(deployment.jobDefinitionArn("work")).endsWith(":job-definition/demo-work:1");
      assertThat(fake.logs.describeLogGroups().logGroups().get(0).retentionInDays()).isEqualTo(30);
    }

    @Test
    void apply_thenSubmitByShortName_jobRuns() throws InterruptedException {
      fake.aws.jobs().image("app").runsFor(Duration.ofMinutes(3)).exits(0);
      Deployment deployment = apply(FakeStack.onDemand("demo"));

      JobHandle job = deployment.queue("jobs").submit(JobRequest.builder("work").build());
      JobResult result = job.awaitSuccess(Duration.ofMinutes(30));

      assertThat(result.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void apply_withListener_tellsStepsInOrder() {
      List<ProvisioningEvent> events = new ArrayList<>();
      provisioner.apply(provisioner.plan(FakeStack.recipe("demo")), events::add);

      List<String> queue =
          events.stream()
              .filter(event -> event.kind() == ResourceKind.JOB_QUEUE)
              .map(ProvisioningEvent::toString)
              .toList();
      assertThat(queue).first().isEqualTo("creating job queue demo-jobs");
      assertThat(queue)
          .anyMatch(e -> e.startsWith("waiting for job queue demo-jobs: ENABLED/CREATING"));
      assertThat(queue).last().isEqualTo("job queue demo-jobs is usable");
      assertThat(events.indexOf(usable(events, ResourceKind.COMPUTE_ENVIRONMENT)))
          .isLessThan(
              events.indexOf(
                  new ProvisioningEvent(
                      ProvisioningEvent.Type.STARTED,
                      ResourceKind.JOB_QUEUE,
                      "jobs",
                      "demo-jobs",
                      "")));
    }

    @Test
    void apply_listenerThrows_isIgnored() {
      Deployment deployment =
          provisioner.apply(
              provisioner.plan(FakeStack.onDemand("demo")),
              event -> {
                throw new IllegalStateException("mine");
              });

      assertThat(deployment.queueName("jobs")).isEqualTo("demo-jobs");
    }

    @Test
    void apply_sameStackPlannedTwice_secondIsRefused() {
      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));
      provisioner.apply(plan);

      assertThatThrownBy(() -> provisioner.apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageStartingWith("The plan of stack demo no longer fits what is there (")
          .hasMessageContaining("job queue demo-jobs is there now");
      assertThat(fake.batch.describeJobDefinitions().jobDefinitions()).hasSize(1);
    }

    @Test
    void deployment_ofExistingStack_isReadFromBatch() {
      Deployment made = apply(FakeStack.recipe("demo"));
      Deployment read = spotBatch.deployment("demo");

      assertThat(read.queueName("jobs")).isEqualTo("demo-jobs");
      assertThat(read.computeEnvironmentName("spot")).isEqualTo("demo-spot-1");
      assertThat(read.jobDefinitionArn("work")).isEqualTo(made.jobDefinitionArn("work"));
      assertThat(read.logGroup()).isEqualTo("/aws/batch/job/demo");
    }

    @Test
    void deployment_noSuchStackOrQueue_saysWhatThereIs() {
      Deployment made = apply(FakeStack.onDemand("demo"));

      assertThatThrownBy(() -> spotBatch.deployment("other"))
          .isInstanceOf(SpotBatchException.class)
          .hasMessageContaining("Batch has nothing of a stack other in us-east-1");
      assertThatThrownBy(() -> made.queue("fast"))
          .isInstanceOf(SpotBatchException.class)
          .hasMessage("Stack demo has no job queue fast; it has [jobs].");
    }

    private ProvisioningEvent usable(List<ProvisioningEvent> events, ResourceKind kind) {
      return events.stream()
          .filter(e -> e.kind() == kind && e.type() == ProvisioningEvent.Type.USABLE)
          .findFirst()
          .orElseThrow();
    }
  }

  @Nested
  class Plan {

    @Test
    void plan_recipe_sendsNoWriteAndShowsEveryRequest() {
      List<String> sent = new ArrayList<>();
      Provisioner watched =
          fake.spotBatch(
                  request -> {
                    sent.add(request.getClass().getSimpleName());
                    return request;
                  })
              .provisioner();

      ProvisioningPlan plan = watched.plan(FakeStack.recipe("demo"));

      assertThat(sent).isNotEmpty().allMatch(name -> name.matches("(Get|List|Describe).*"));
      assertThat(plan.account()).isEqualTo(fake.aws.account());
      assertThat(plan.region()).isEqualTo("us-east-1");
      assertThat(plan.actions()).hasSize(12);
      assertThat(plan.toString())
          .startsWith("Plan for stack demo in us-east-1 of account 123456789012: 12 resources")
          .contains("+ compute environment demo-spot-1", "\"bidPercentage\": 80")
          .contains("note: with a service role of its own");
    }

    @Test
    void plan_noDefaultVpc_saysHowToMakeOne() {
      fake.aws.removeDefaultVpc();

      assertThatThrownBy(() -> provisioner.plan(FakeStack.recipe("demo")))
          .isInstanceOf(ProvisioningException.class)
          .hasMessage(
              "There is no default VPC in us-east-1: make one by \"aws ec2 create-default-vpc"
                  + " --region us-east-1\", or give network.vpcId or network.subnetIds.");
    }

    @Test
    void plan_otherStackOfThisName_replacesItPartByPart() {
      apply(FakeStack.onDemand("demo"));

      ProvisioningPlan plan = provisioner.plan(FakeStack.recipe("demo"));

      assertThat(plan.actions())
          .extracting(PlannedAction::toString)
          .contains(
              "CREATE compute environment demo-spot-1",
              "UPDATE job queue demo-jobs",
              "DELETE compute environment demo-steady-1");
    }

    @Test
    void plan_nameInUseForSomethingForeign_isRefused() {
      fake.iam.createRole(
          r -> r.roleName("demo-us-east-1-instance").assumeRolePolicyDocument(TRUST));
      fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/demo"));

      ProvisioningPlan plan = provisioner.plan(FakeStack.onDemand("demo"));

      assertThat(plan.refused())
          .extracting(PlannedAction::toString)
          .containsExactly(
              "REFUSED role demo-us-east-1-instance", "REFUSED log group /aws/batch/job/demo");
      fake.aws.journal().clear();
      assertThatThrownBy(() -> provisioner.apply(plan))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageContaining(
              "log group /aws/batch/job/demo: its name is in use for something that is not the"
                  + " stack's own; choose another name for the stack, or take it over by plan(stack,"
                  + " Adoption.of(ResourceKind.LOG_GROUP, \"logs\"))). Nothing was changed.");
      assertThat(fake.aws.journal().all()).isEmpty();
    }
  }

  @Nested
  class Destroy {

    @Test
    void destroy_recipe_leavesNothingAndNamesWhatAwsKeeps() {
      apply(FakeStack.recipe("demo"));

      DestroyReport report = provisioner.destroy("demo");

      assertThat(report.deleted())
          .extracting(AwsResource::kind)
          .containsExactlyInAnyOrderElementsOf(
              List.of(
                  ResourceKind.JOB_QUEUE,
                  ResourceKind.COMPUTE_ENVIRONMENT,
                  ResourceKind.JOB_DEFINITION,
                  ResourceKind.REPOSITORY,
                  ResourceKind.SECURITY_GROUP,
                  ResourceKind.LOG_GROUP,
                  ResourceKind.INSTANCE_PROFILE,
                  ResourceKind.ROLE,
                  ResourceKind.ROLE,
                  ResourceKind.ROLE,
                  ResourceKind.ROLE));
      assertThat(report.remaining()).isEmpty();
      assertThat(report.keptByAws()).hasSize(3).anyMatch(kept -> kept.contains("demo-work:1"));
      assertNothingLeft();
    }

    @Test
    void destroy_unfinishedJobs_isRefusedAndChangesNothing() {
      fake.aws.jobs().image("app").runsFor(Duration.ofDays(1)).exits(0);
      Deployment deployment = apply(FakeStack.onDemand("demo"));
      deployment.queue("jobs").submit(JobRequest.builder("work").build());

      assertThatThrownBy(() -> provisioner.destroy("demo"))
          .isInstanceOf(ProvisioningException.class)
          .hasMessageContaining(
              "Stack demo cannot be destroyed (job queue demo-jobs: it has 1 unfinished job, such as")
          .hasMessageContaining("Nothing was changed.");
      assertThat(fake.batch.describeJobQueues().jobQueues().get(0).stateAsString())
          .isEqualTo("ENABLED");
    }

    @Test
    void destroy_toldToTerminate_endsJobsOfAllStatesAndHosts() {
      fake.aws.jobs().image("app").runsFor(Duration.ofDays(1)).exits(0);
      Deployment deployment = apply(FakeStack.onDemand("demo"));
      List<JobHandle> jobs = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        jobs.add(deployment.queue("jobs").submit(JobRequest.builder("work").build()));
      }
      fake.aws.advance(Duration.ofMinutes(10));
      jobs.add(
          deployment
              .queue("jobs")
              .submit(JobRequest.builder("work").dependsOn(jobs.get(0).id()).build()));

      DestroyReport report = provisioner.destroy("demo", UnfinishedJobs.TERMINATE);

      assertThat(report.remaining()).isEmpty();
      assertThat(jobs).allMatch(job -> job.state() == JobState.FAILED);
      assertThat(fake.ec2.describeInstances().reservations())
          .flatExtracting(r -> r.instances())
          .allMatch(instance -> instance.state().nameAsString().equals("terminated"));
      assertNothingLeft();
    }

    @Test
    void destroy_again_findsNothingAndSucceeds() {
      apply(FakeStack.onDemand("demo"));
      provisioner.destroy("demo");

      DestroyReport again = provisioner.destroy("demo");

      assertThat(again.deleted()).isEmpty();
      assertThat(again.remaining()).isEmpty();
    }

    @Test
    void destroy_severalRevisions_deregistersAll() {
      apply(FakeStack.onDemand("demo"));
      JobDefinition first = fake.batch.describeJobDefinitions().jobDefinitions().get(0);
      fake.batch.registerJobDefinition(
          r ->
              r.jobDefinitionName(first.jobDefinitionName())
                  .type("container")
                  .containerProperties(first.containerProperties())
                  .tags(first.tags()));

      provisioner.destroy("demo");

      assertThat(fake.batch.describeJobDefinitions(r -> r.status("ACTIVE")).jobDefinitions())
          .isEmpty();
    }

    @Test
    void destroy_oneOfTwoStacksWithSimilarNames_touchesOnlyItsOwn() {
      apply(FakeStack.onDemand("demo"));
      apply(FakeStack.recipe("demo-two"));
      fake.iam.createRole(
          r ->
              r.roleName("demo-us-east-1-mine")
                  .path("/spotbatch/")
                  .assumeRolePolicyDocument(TRUST));
      fake.ecr.createRepository(r -> r.repositoryName("demo-mine"));
      fake.logs.createLogGroup(r -> r.logGroupName("/aws/batch/job/demo-mine"));

      provisioner.destroy("demo");

      assertThat(provisioner.stacks()).extracting(StackSummary::name).containsExactly("demo-two");
      assertThat(provisioner.stacks().get(0).resources()).hasSize(11);
      assertThat(fake.iam.getRole(r -> r.roleName("demo-us-east-1-mine")).role()).isNotNull();
      assertThat(fake.ecr.describeRepositories().repositories())
          .extracting(r -> r.repositoryName())
          .containsExactlyInAnyOrder("demo-mine", "demo-two-app");
      assertThat(fake.logs.describeLogGroups().logGroups())
          .extracting(g -> g.logGroupName())
          .containsExactlyInAnyOrder("/aws/batch/job/demo-mine", "/aws/batch/job/demo-two");
    }

    @Test
    void destroy_invalidEnvironment_copes() {
      apply(FakeStack.recipe("demo"));
      fake.iam.detachRolePolicy(
          r ->
              r.roleName("demo-us-east-1-service")
                  .policyArn("arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole"));
      fake.aws.advance(Duration.ofSeconds(10)); // Batch learns of it later
      fake.batch.updateComputeEnvironment(
          r -> r.computeEnvironment("demo-spot-1").state("ENABLED"));
      fake.aws.advance(Duration.ofMinutes(1));
      assertThat(fake.batch.describeComputeEnvironments().computeEnvironments().get(0).status())
          .isEqualTo(CEStatus.INVALID);

      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      assertNothingLeft();
    }
  }

  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
          + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }

  private void assertNothingLeft() {
    assertThat(provisioner.stacks()).isEmpty();
    assertThat(fake.batch.describeComputeEnvironments().computeEnvironments()).isEmpty();
    assertThat(fake.batch.describeJobQueues().jobQueues()).isEmpty();
    assertThat(fake.iam.listRoles(r -> r.pathPrefix("/spotbatch/")).roles()).isEmpty();
    assertThat(fake.iam.listInstanceProfiles(r -> r.pathPrefix("/spotbatch/")).instanceProfiles())
        .isEmpty();
    assertThat(fake.ecr.describeRepositories().repositories()).isEmpty();
    assertThat(fake.logs.describeLogGroups().logGroups()).isEmpty();
  }
}
