package io.github.spotbatch.internal.job;

import static io.github.spotbatch.internal.job.StubDescriptions.DEFINITIONS;
import static io.github.spotbatch.internal.job.StubDescriptions.ENVIRONMENTS;
import static io.github.spotbatch.internal.job.StubDescriptions.QUEUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobSubmissionException;
import io.github.spotbatch.spec.JobRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;

class ArchitectureCheckTest {

  private static final String ARN = "arn:aws:batch:eu-central-1:123456789012:job-definition/";

  private final JobFixture fixture = new JobFixture();
  private final TestClock clock = fixture.clock;
  private final StubBatch batch = fixture.batch;
  private final StubDescriptions aws = new StubDescriptions();

  @BeforeEach
  void describe() {
    batch.descriptions = aws;
    aws.definition("intel", 1, "x86_64");
    aws.definition("graviton", 1, "arm64");
    aws.definition("both", 1, "arm64+x86_64");
    aws.definition("untagged", 1, null);
    aws.environment("c5", "c5.large", "m5");
    aws.environment("c7g", "c7g.large");
    aws.environment("m7g", "default_arm64");
    aws.queue("intels", "c5");
    aws.queue("gravitons", "c7g", "m7g");
  }

  private JobHandle submit(String definition, String queue) {
    return fixture
        .service
        .queue(queue, UnaryOperator.identity())
        .submit(JobRequest.builder(definition).build());
  }

  private JobSubmissionException refused(String definition, String queue) {
    JobSubmissionException refusal =
        catchThrowableOfType(JobSubmissionException.class, () -> submit(definition, queue));
    assertThat(refusal).as("the refusal of " + definition + " by " + queue).isNotNull();
    return refusal;
  }

  private List<String> newCalls() {
    List<String> calls = new ArrayList<>(aws.calls);
    aws.calls.clear();
    return calls;
  }

  @Nested
  class Judged {

    @Test
    void submit_noInstanceRunsTheImage_isRefusedAndNothingIsSent() {
      JobSubmissionException e = refused("intel:1", "gravitons");

      assertThat(e)
          .hasNoCause()
          .hasMessage(
              "Job %s for queue gravitons was not sent: the image of job definition intel:1 is for"
                  + " x86_64, by its tag spotbatch:architecture, and no environment of the queue"
                  + " has such instances (c7g: arm64, m7g: arm64), so choose a queue for x86_64, or"
                  + " a definition whose image is for arm64.",
              e.awsName());
      assertThat(e.awsName()).matches("intel-[a-z0-9]{12}");
      assertThat(e.maybeSubmitted()).isFalse();
      assertThat(batch.submits).isEmpty();
      assertThat(clock.elapsed()).isZero();
    }

    @Test
    void submit_imageForArmToIntelQueue_isRefused() {
      assertThat(refused("graviton", "intels"))
          .hasMessageContaining("is for arm64, by its tag")
          .hasMessageContaining("(c5: x86_64), so choose a queue for arm64");
    }

    @Test
    void submit_someInstancesRunTheImage_isSent() {
      aws.environment("unmanaged", (ComputeResource) null);
      aws.queue("mixed", "unmanaged", "c7g", "c5");

      submit("intel", "mixed");
      submit("graviton", "mixed");

      assertThat(batch.submits).hasSize(2);
    }

    @Test
    void submit_name_isJudgedByItsLatestActiveRevision() {
      aws.definition("intel", 12, "arm64");
      aws.definition("intel", 13, "x86_64");
      aws.deregister("intel", 13);
      aws.definition("intel", 3, "x86_64");

      refused("intel", "intels");
      submit("intel:3", "intels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"intel", ARN + "intel"})
    void submit_nameWithoutRevision_isAskedForByItsName(String definition) {
      refused(definition, "gravitons");

      assertThat(aws.definitionRequests)
          .containsExactly(
              DescribeJobDefinitionsRequest.builder()
                  .jobDefinitionName("intel")
                  .status("ACTIVE")
                  .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"intel:1", ARN + "intel:1"})
    void submit_revision_isAskedForAsItIs(String definition) {
      refused(definition, "gravitons");

      assertThat(aws.definitionRequests)
          .containsExactly(
              DescribeJobDefinitionsRequest.builder().jobDefinitions(definition).build());
    }
  }

  @Nested
  class Calls {

    @Test
    void submit_manyOfAPair_readsThreeThingsOnce() {
      for (int i = 0; i < 5; i++) {
        submit("intel", "intels");
      }

      assertThat(batch.submits).hasSize(5);
      assertThat(aws.calls).containsExactly(DEFINITIONS, QUEUES, ENVIRONMENTS);
    }

    @Test
    void submit_firstOfAPair_readsDefinitionAndQueueSideBySide() {
      List<Integer> waiting = new ArrayList<>();
      aws.before.put(DEFINITIONS, () -> waiting.add(clock.pendingTasks()));

      submit("intel", "intels");

      assertThat(waiting).containsExactly(1);
    }

    @Test
    void submit_sameDefinitionToAnotherQueue_readsOnlyTheQueue() {
      aws.queue("more-intels", "c5");
      submit("intel", "intels");
      newCalls();

      submit("intel", "more-intels");

      assertThat(newCalls()).containsExactly(QUEUES);
    }

    @Test
    void submit_anotherDefinitionToTheSameQueue_readsOnlyTheDefinition() {
      aws.definition("other", 1, "x86_64");
      submit("intel", "intels");
      newCalls();

      submit("other", "intels");

      assertThat(newCalls()).containsExactly(DEFINITIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"untagged", "both"})
    void submit_definitionThatTheQueueCannotFail_costsNothingMore(String definition) {
      submit(definition, "intels");
      assertThat(newCalls()).containsExactly(DEFINITIONS, QUEUES);

      submit(definition, "intels");
      submit(definition, "gravitons");

      assertThat(newCalls()).isEmpty();
      assertThat(batch.submits).hasSize(3);
    }

    @Test
    void submit_withoutTagAnHourLater_costsNothing() {
      submit("untagged", "intels");
      newCalls();
      clock.advance(Duration.ofHours(1));

      submit("untagged", "intels");

      assertThat(newCalls()).isEmpty();
    }

    @Test
    void submit_refusedAgain_isOfWhatWasJustRead() {
      refused("intel", "gravitons");
      assertThat(newCalls()).containsExactly(DEFINITIONS, QUEUES, ENVIRONMENTS);

      refused("intel", "gravitons");

      assertThat(newCalls()).containsExactly(DEFINITIONS, QUEUES, ENVIRONMENTS);
    }
  }

  @Nested
  class Changes {

    @Test
    void submit_justUnderTenMinutesLater_isStillRemembered() {
      submit("intel", "intels");
      newCalls();
      clock.advance(Duration.ofMinutes(10).minusNanos(1));

      submit("intel", "intels");

      assertThat(newCalls()).isEmpty();
    }

    @Test
    void submit_tenMinutesAfterANewRevision_isJudgedByThat() {
      submit("intel", "intels");
      aws.definition("intel", 2, "arm64");
      newCalls();
      clock.advance(Duration.ofMinutes(10));

      refused("intel", "intels");

      assertThat(newCalls()).containsExactly(DEFINITIONS, QUEUES, ENVIRONMENTS);
    }

    @Test
    void submit_revisionRegisteredAfterARefusal_isSentAtOnce() {
      refused("intel", "gravitons");
      aws.definition("intel", 2, "arm64");

      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(1);
    }

    @Test
    void submit_queueChangedAfterARefusal_isSentAtOnce() {
      refused("intel", "gravitons");
      aws.queue("gravitons", "c5");

      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(1);
    }

    @Test
    void submit_environmentChangedAfterARefusal_isSentAtOnce() {
      refused("intel", "gravitons");
      aws.environment("m7g", "m7i.large");

      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(1);
    }

    @Test
    void submit_rememberedQueueHasChanged_refusesNoDefinitionThatFits() {
      submit("graviton", "gravitons");
      aws.queue("gravitons", "c5");

      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(2);
    }

    @Test
    void submit_rememberedDefinitionHasChanged_isNotRefusedByAnotherQueue() {
      submit("intel", "intels");
      aws.definition("intel", 2, "arm64");

      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(2);
    }
  }

  @Nested
  class LeftOut {

    static Stream<Arguments> reasons() {
      return Stream.of(
          leftOut("may not describe definitions", it -> it.before.put(DEFINITIONS, denied())),
          leftOut("may not describe queues", it -> it.before.put(QUEUES, denied())),
          leftOut("may not describe environments", it -> it.before.put(ENVIRONMENTS, denied())),
          leftOut("definitions answer null", it -> it.silent.add(DEFINITIONS)),
          leftOut("queues answer null", it -> it.silent.add(QUEUES)),
          leftOut("environments answer null", it -> it.silent.add(ENVIRONMENTS)),
          leftOut("no such operation", it -> it.before.put(DEFINITIONS, unsupported())),
          leftOut("optimal", it -> it.environment("c7g", "optimal")),
          leftOut("a type unheard of", it -> it.environment("c7g", "c7g.large", "new")),
          leftOut("Fargate has no types", it -> it.environment("c7g")),
          leftOut("unmanaged", it -> it.environment("c7g", (ComputeResource) null)),
          leftOut("an environment is gone", it -> it.queue("gravitons", "c7g", "gone")),
          leftOut("no environments", it -> it.queue("gravitons")),
          leftOut("more revisions than an answer has", it -> it.nextToken = "more"),
          leftOut("no active revision", it -> it.deregister("intel", 1)),
          leftOut("a tag unheard of", it -> it.definition("intel", 2, "riscv64")));
    }

    private static Arguments leftOut(String why, Consumer<StubDescriptions> change) {
      return Arguments.of(why, change);
    }

    private static Runnable denied() {
      return () -> StubDescriptions.deny("Describe");
    }

    private static Runnable unsupported() {
      return () -> {
        throw new UnsupportedOperationException();
      };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void submit_somethingDoesNotTell_isSentAndNotTriedAgain(
        String why, Consumer<StubDescriptions> change) {
      change.accept(aws);

      submit("intel", "gravitons");
      assertThat(newCalls()).as(why).startsWith(DEFINITIONS, QUEUES);
      submit("intel", "gravitons");
      clock.advance(Duration.ofHours(1));
      submit("intel", "gravitons");

      assertThat(newCalls()).as(why).isEmpty();
      assertThat(batch.submits).as(why).hasSize(3);
    }

    @Test
    void submit_nothingLeftOut_isRefused() {
      refused("intel", "gravitons");
    }

    @Test
    void submit_unknownDefinitionAndQueue_areLeftToAws() {
      batch.submitFailures.add(StubBatch.failure(400, "ClientException", "no such definition"));

      assertThat(refused("nobodys", "no-queue"))
          .hasMessageEndingWith("was refused: no such definition");
    }

    @Test
    void submit_revisionThatIsNoLongerActive_isLeftToAws() {
      aws.deregister("intel", 1);
      batch.submitFailures.add(StubBatch.failure(400, "ClientException", "it is INACTIVE"));

      assertThat(refused("intel:1", "gravitons")).hasMessageEndingWith("refused: it is INACTIVE");
    }

    @Test
    void submit_otherDefinitionsOfADeniedCaller_areLeftOutEachOnce() {
      batch.descriptions = StubDescriptions.denied();

      submit("intel", "gravitons");
      submit("graviton", "gravitons");
      submit("intel", "gravitons");

      assertThat(batch.submits).hasSize(3);
      assertThat(batch.descriptions.calls).containsExactly(DEFINITIONS, QUEUES, DEFINITIONS);
    }

    @Test
    void submit_clientThrowsAnError_isNotSwallowed() {
      aws.before.put(
          DEFINITIONS,
          () -> {
            throw new StackOverflowError("of the client");
          });

      assertThatThrownBy(() -> submit("intel", "intels")).isInstanceOf(StackOverflowError.class);
      assertThat(batch.submits).isEmpty();
    }

    @Test
    void submit_closedMeanwhile_endsTheWait() {
      aws.before.put(DEFINITIONS, fixture.service::close);

      assertThat(refused("intel", "intels"))
          .hasMessageContaining("spotbatch was closed before its answer came");
    }
  }
}
