package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEState;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.iam.IamClient;

class VerifyTest {

  private static final Map<String, String> TAGS =
      Map.of("spotbatch:stack", "demo", "spotbatch:region", "us-east-1");

  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
      """;

  private final FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Scripts {

    @Test
    void script_forNobody_isReported() {
      aws.jobs().image("rendre*").exits(1);
      aws.jobs().named("frame-12").onAttempt(2).exits(0);
      aws.spot().reclaim().hostOf("frame-21").after(Duration.ofMinutes(10));
      aws.spot().exitOnReclaim("frame-30");

      assertThatThrownBy(aws::verify)
          .isInstanceOf(AssertionError.class)
          .hasMessage(
              """
              This world is not as it should be.

              Broken: each script comes to pass (SCRIPTS_FIRED)
                - containers of image rendre*
                - jobs named frame-12, attempt 2
                - reclaim of the host of frame-21, attempt 1, after PT10M
                - exit 143 of reclaimed attempts of frame-30
                - there was no Spot host
                - no container has started""");
    }

    @Test
    void script_forAnotherName_isReportedWithTheFirstContainersThereWere() {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("frmae-*").exits(1);
      world.submit("frame-1");
      aws.runUntilIdle();
      String details = "(definition work:1, image public.ecr.aws/docker/library/busybox:stable)";
      assertThatThrownBy(aws::verify)
          .hasMessageEndingWith(
              "\n  - jobs named frmae-*\n  - 1 container has started, of job frame-1 " + details);

      List.of("frame-2", "frame-3", "frame-4").forEach(world::submit);
      aws.runUntilIdle();
      assertThatThrownBy(aws::verify)
          .hasMessageEndingWith(
              "\n  - 4 containers have started, first of jobs frame-1 %s, frame-2 %s, frame-3 %s"
                  .formatted(details, details, details));
    }

    @Test
    void script_thatCameToPass_isNot() {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().image("*busybox*").runsFor(Duration.ofHours(1));
      aws.spot().reclaim().hostOf("frame").after(Duration.ofMinutes(10));
      aws.spot().exitOnReclaim("frame");
      world.submit("frame");
      aws.runUntilIdle();

      assertThatCode(aws::verify).doesNotThrowAnyException();
    }

    @Test
    void script_thatALaterOneHides_isReported() {
      BatchWorld world = BatchWorld.ready(aws);
      aws.jobs().named("frame").exits(1);
      aws.jobs().image("*busybox*").exits(0);
      world.submit("frame");
      aws.runUntilIdle();

      assertThat(aws.jobs().unfired()).containsExactly("jobs named frame");
    }

    @Test
    void otherInvariants_doNotLookAtScripts() {
      aws.jobs().image("rendre*").exits(1);

      assertThatCode(() -> aws.verify(EnumSet.of(Invariant.HOSTS_HAVE_ROOM)))
          .doesNotThrowAnyException();
    }
  }

  @Nested
  class Leftovers {

    private final BatchWorld world = new BatchWorld(aws);
    private final IamClient iam = aws.client(IamClient.builder());
    private final EcrClient ecr = aws.client(EcrClient.builder());

    private void makeStack(String region) {
      CreateComputeEnvironmentRequest environment =
          world.environment(resources -> {}).toBuilder().tags(TAGS).build();
      world.batch.createComputeEnvironment(environment);
      iam.createRole(
          role ->
              role.roleName("demo-instance")
                  .assumeRolePolicyDocument(TRUST)
                  .tags(
                      tag -> tag.key("spotbatch:stack").value("demo"),
                      tag -> tag.key("spotbatch:region").value(region)));
      ecr.createRepository(
          repository ->
              repository
                  .repositoryName("demo")
                  .tags(tag -> tag.key("spotbatch:stack").value("demo")));
      world.ec2.createTags(
          tags ->
              tags.resources(defaultGroup()).tags(tag -> tag.key("spotbatch:stack").value("demo")));
      aws.advance(Duration.ofMinutes(1));
    }

    private String defaultGroup() {
      return world.ec2.describeSecurityGroups().securityGroups().get(0).groupId();
    }

    private void deleteEnvironment() {
      world.batch.updateComputeEnvironment(
          update -> update.computeEnvironment(BatchWorld.ENVIRONMENT).state(CEState.DISABLED));
      aws.advance(Duration.ofMinutes(1));
      world.batch.deleteComputeEnvironment(
          delete -> delete.computeEnvironment(BatchWorld.ENVIRONMENT));
      aws.advance(Duration.ofMinutes(5));
    }

    @Test
    void stack_goneFromBatchAlone_isReportedWithWhatIsLeft() {
      makeStack("us-east-1");
      deleteEnvironment();

      assertThatThrownBy(aws::verify)
          .hasMessage(
              """
              This world is not as it should be.

              Broken: a destroyed stack leaves nothing behind (NOTHING_LEFT_BEHIND)
                - of stack demo, role demo-instance is left
                - of stack demo, EC2's %s is left
                - of stack demo, repository demo is left"""
                  .formatted(defaultGroup()));
    }

    @Test
    void stack_thatBatchStillHas_isNotReported() {
      makeStack("us-east-1");

      assertThatCode(aws::verify).doesNotThrowAnyException();
    }

    @Test
    void stack_goneAltogether_isNotReported() {
      makeStack("us-east-1");
      deleteEnvironment();
      iam.deleteRole(role -> role.roleName("demo-instance"));
      ecr.deleteRepository(repository -> repository.repositoryName("demo"));
      world.ec2.deleteTags(tags -> tags.resources(defaultGroup()));

      assertThatCode(aws::verify).doesNotThrowAnyException();
    }

    @Test
    void role_ofTheStackInAnotherRegion_isNotReported() {
      makeStack("eu-west-1");
      deleteEnvironment();

      assertThatThrownBy(aws::verify).hasMessageNotContaining("role demo-instance");
    }
  }

  @Test
  void jobs_unfinished_areReportedOnlyIfAskedFor() {
    BatchWorld world = BatchWorld.ready(aws);
    String id = world.submit("frame");

    assertThatCode(aws::verify).doesNotThrowAnyException();
    assertThatThrownBy(() -> aws.verify(Set.of(Invariant.JOBS_FINISHED)))
        .hasMessageEndingWith("job frame (" + id + ") in queue jobs, SUBMITTED");
  }

  @Test
  void event_thatFailed_isReportedBeforeAllElseWithTheFirstFailure() {
    aws.jobs().image("rendre*").exits(1);
    List<AssertionError> failures = List.of(new AssertionError("1"), new AssertionError("2"));
    Iterator<AssertionError> next = failures.iterator();
    aws.events()
        .subscribe(
            "{\"source\":[\"my.app\"]}",
            event -> {
              throw next.next();
            });
    EventBridgeClient events = aws.client(EventBridgeClient.builder());
    PutEventsRequestEntry entry =
        PutEventsRequestEntry.builder().source("my.app").detailType("file").detail("{}").build();
    events.putEvents(request -> request.entries(entry, entry));

    assertThatThrownBy(aws::runUntilIdle)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an event of the fake failed earlier: java.lang.AssertionError: 1")
        .hasCause(failures.get(0));
    assertThatThrownBy(aws::verify)
        .isInstanceOf(AssertionError.class)
        .hasMessage("an event of the fake failed: java.lang.AssertionError: 1")
        .hasCause(failures.get(0));
    assertThatThrownBy(() -> aws.verify(Set.of())).hasCause(failures.get(0));
    assertThat(next.hasNext()).isFalse();
  }
}
