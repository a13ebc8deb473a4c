package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.DEFINITION;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

class ListJobsTest {

  private static FakeAws aws;
  private static BatchWorld world;
  private static long afterTheFirst;

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    aws.jobs().named("*-long").runsFor(Duration.ofDays(1));
    world.submit("Render-1");
    aws.advance(Duration.ofHours(1));
    afterTheFirst = aws.time().now().toEpochMilli();
    world.submit("render-2-long");
    aws.advance(Duration.ofSeconds(1));
    world.submit("other-long");
    aws.advance(Duration.ofMinutes(5));
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-63")
  void list_withoutStatus_showsRunningOnly() {
    ListJobsResponse list = world.batch.listJobs(r -> r.jobQueue(QUEUE));

    assertThat(list.jobSummaryList())
        .extracting(JobSummary::jobName)
        .containsExactly("render-2-long", "other-long");
    assertThat(list.jobSummaryList().get(0).startedAt()).isNotNull();
    assertThat(list.jobSummaryList().get(0).stoppedAt()).isNull();
  }

  @Test
  @Rule("JOB-63")
  void list_ofAStatus_showsThat() {
    assertThat(world.names(JobStatus.SUCCEEDED)).containsExactly("Render-1");
    assertThat(world.names(JobStatus.FAILED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "JOB_NAME, RENDER*, 'render-2-long,Render-1'",
    "JOB_NAME, render-1, Render-1",
    "JOB_NAME, none, ''",
    "JOB_DEFINITION, work, 'other-long,render-2-long,Render-1'",
    "JOB_DEFINITION, w*, 'other-long,render-2-long,Render-1'",
    "JOB_DEFINITION, Work, ''",
  })
  @Rule("JOB-64")
  void filter_ignoresStatusAndShowsTheNewestFirst(String filter, String value, String expected) {
    assertThat(String.join(",", filtered(filter, value))).isEqualTo(expected);
  }

  @Test
  @Rule("JOB-64")
  void filter_byArn_meansOneRevision() {
    String arn = "arn:aws:batch:us-east-1:123456789012:job-definition/" + DEFINITION;

    assertThat(filtered("JOB_DEFINITION", arn + ":1")).hasSize(3);
    assertThat(filtered("JOB_DEFINITION", arn + ":*")).isEmpty();
  }

  @Test
  @Rule("JOB-64")
  void filter_byCreation_comparesMillis() {
    String time = Long.toString(afterTheFirst);

    assertThat(filtered("BEFORE_CREATED_AT", time)).containsExactly("Render-1");
    assertThat(filtered("AFTER_CREATED_AT", time)).containsExactly("other-long");
  }

  @Test
  @Rule("JOB-64")
  void filter_moreThanOneOrMalformed_isRefused() {
    assertThat(
            Refusal.messageOf(
                () ->
                    world.batch.listJobs(
                        r ->
                            r.jobQueue(QUEUE)
                                .filters(
                                    f -> f.name("JOB_NAME").values("a"),
                                    f -> f.name("JOB_NAME").values("b")))))
        .contains("one filter");
    assertThat(Refusal.messageOf(() -> filtered("AFTER_CREATED_AT", "today")))
        .contains("AFTER_CREATED_AT");
  }

  @Test
  @Rule("JOB-64")
  void pages_whileJobsLeave_skipNone() {
    try (FakeAws other = FakeAws.create()) {
      BatchWorld busy = BatchWorld.ready(other, r -> r.maxvCpus(0));
      for (int i = 0; i < 5; i++) {
        busy.submit("job" + i);
        other.advance(Duration.ofSeconds(1));
      }
      other.advance(Duration.ofMinutes(1));

      ListJobsResponse first =
          busy.batch.listJobs(r -> r.jobQueue(QUEUE).jobStatus("RUNNABLE").maxResults(2));
      first
          .jobSummaryList()
          .forEach(job -> busy.batch.cancelJob(r -> r.jobId(job.jobId()).reason("x")));
      List<JobSummary> rest =
          busy.batch
              .listJobs(r -> r.jobQueue(QUEUE).jobStatus("RUNNABLE").nextToken(first.nextToken()))
              .jobSummaryList();

      assertThat(first.jobSummaryList())
          .extracting(JobSummary::jobName)
          .containsExactly("job0", "job1");
      assertThat(rest).extracting(JobSummary::jobName).containsExactly("job2", "job3", "job4");
    }
  }

  @Test
  @Rule("JOB-63")
  void list_ofNothingOrOfTwoThings_isRefused() {
    assertThat(Refusal.messageOf(() -> world.batch.listJobs(r -> {}))).contains("Exactly one");
    assertThat(
            Refusal.messageOf(() -> world.batch.listJobs(r -> r.jobQueue(QUEUE).arrayJobId("x"))))
        .contains("Exactly one");
    assertThat(
            Refusal.messageOf(
                () ->
                    world.batch.listJobs(
                        r -> r.arrayJobId("x").filters(f -> f.name("JOB_NAME").values("a")))))
        .contains("arrayJobId");
  }

  @Test
  @Rule("JOB-64")
  void pages_haveAThousandJobs_orAHundredWithAFilter() {
    try (FakeAws other = FakeAws.create()) {
      BatchWorld busy = BatchWorld.ready(other, r -> r.maxvCpus(0));
      for (int i = 0; i < 1001; i++) {
        busy.submit("job" + i);
      }

      ListJobsResponse page =
          busy.batch.listJobs(r -> r.jobQueue(QUEUE).jobStatus("SUBMITTED").maxResults(5000));
      ListJobsResponse filtered =
          busy.batch.listJobs(
              r -> r.jobQueue(QUEUE).filters(f -> f.name("JOB_NAME").values("job*")));

      assertThat(page.jobSummaryList()).hasSize(1000);
      assertThat(page.nextToken()).isNotNull();
      assertThat(filtered.jobSummaryList()).hasSize(100);
      assertThat(filtered.jobSummaryList().get(0).jobName()).isEqualTo("job1000");
      assertThat(
              busy
                  .batch
                  .listJobsPaginator(
                      r -> r.jobQueue(QUEUE).filters(f -> f.name("JOB_NAME").values("job*")))
                  .jobSummaryList()
                  .stream()
                  .map(JobSummary::jobName)
                  .distinct())
          .hasSize(1001);
    }
  }

  @Test
  void list_malformedToken_isRefused() {
    assertThat(
            Refusal.messageOf(() -> world.batch.listJobs(r -> r.jobQueue(QUEUE).nextToken("%%"))))
        .contains("nextToken");
  }

  @Test
  @Rule("ERR-11")
  void describe_unknownAndRepeatedIds_areLeftOut() {
    String id = world.batch.listJobs(r -> r.jobQueue(QUEUE)).jobSummaryList().get(0).jobId();

    assertThat(world.batch.describeJobs(r -> r.jobs("none", id, id)).jobs()).hasSize(1);
  }

  private static List<String> filtered(String name, String value) {
    return world
        .batch
        .listJobs(
            r -> r.jobQueue(QUEUE).jobStatus("FAILED").filters(f -> f.name(name).values(value)))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobName)
        .toList();
  }
}
