package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.ArrayPropertiesSummary;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.ListJobsResponse;

/**
 * ListJobs: a queue's jobs or an array's children of one status, RUNNING unless told, or those of a
 * queue that one filter lets through. A page looks at no more jobs than it must.
 */
final class JobList {

  private static final int MAX = 1000;
  private static final int MAX_FILTERED = 100;

  private final FakeBatch batch;
  private final World world;
  private final JobFilter filter;

  JobList(FakeBatch batch, World world) {
    this.batch = batch;
    this.world = world;
    this.filter = new JobFilter(world);
  }

  ListJobsResponse list(ListJobsRequest request) {
    long parents =
        Stream.of(request.jobQueue(), request.arrayJobId(), request.multiNodeJobId())
            .filter(it -> it != null)
            .count();
    if (parents != 1) {
      // The rule is documented; the text is not known.
      throw Refusals.wrapped(
          world, "Exactly one of jobQueue, arrayJobId and multiNodeJobId is required.");
    }
    if (request.multiNodeJobId() != null) {
      throw Parameters.unsupported(request, "parameter", "multiNodeJobId");
    }
    batch.jobs().forget();
    Page<Job> page = request.arrayJobId() == null ? ofQueue(request) : ofArray(request);
    return ListJobsResponse.builder()
        .jobSummaryList(page.items().stream().map(JobList::summary).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static JobStatus status(ListJobsRequest request) {
    return request.jobStatus() == null ? JobStatus.RUNNING : request.jobStatus();
  }

  private Page<Job> ofQueue(ListJobsRequest request) {
    Queue queue = batch.queues().find(request.jobQueue());
    if (queue == null) {
      // The text is not known.
      throw Refusals.bare(request.jobQueue() + " does not exist");
    }
    return request.filters().isEmpty()
        ? oldestFirst(queue.jobs(status(request)), request)
        : newestFirst(queue.jobs(), request);
  }

  private static Page<Job> oldestFirst(NavigableMap<Long, Job> jobs, ListJobsRequest request) {
    long last = last(request, Long.MIN_VALUE);
    Iterator<Job> rest = jobs.tailMap(last, false).values().iterator();
    return Pages.upTo(size(request, MAX), rest, job -> true, Job::sequence);
  }

  private Page<Job> newestFirst(NavigableMap<Long, Job> jobs, ListJobsRequest request) {
    long last = last(request, Long.MAX_VALUE);
    Iterator<Job> rest = jobs.headMap(last, false).descendingMap().values().iterator();
    return Pages.upTo(size(request, MAX_FILTERED), rest, filter.of(request), Job::sequence);
  }

  /** By index; an array that is not known has no children. */
  private Page<Job> ofArray(ListJobsRequest request) {
    if (!request.filters().isEmpty()) {
      // That filters do not reach children is documented; what AWS says to that is not known.
      throw Refusals.wrapped(world, "Filters cannot be used with arrayJobId.");
    }
    Job parent = batch.jobs().find(request.arrayJobId());
    JobArray array = parent == null ? null : parent.array();
    List<Job> children = array == null ? List.of() : array.children();
    JobStatus status = status(request);
    Iterator<Job> rest =
        LongStream.range(last(request, -1) + 1, children.size())
            .mapToObj(index -> children.get((int) index))
            .iterator();
    return Pages.upTo(size(request, MAX), rest, child -> child.is(status), Job::index);
  }

  private static long last(ListJobsRequest request, long ofFirstPage) {
    return request.nextToken() == null ? ofFirstPage : Pages.position(request.nextToken());
  }

  private static int size(ListJobsRequest request, int most) {
    return Pages.size(request.maxResults(), most);
  }

  private static JobSummary summary(Job job) {
    JobSummary.Builder summary =
        JobSummary.builder()
            .jobId(job.id())
            .jobArn(job.arn())
            .jobName(job.name())
            .jobDefinition(job.definition().jobDefinitionArn())
            .status(job.status())
            .statusReason(job.statusReason())
            .createdAt(job.createdAt().toEpochMilli())
            .startedAt(JobView.startedAt(job))
            .stoppedAt(JobView.millis(job.stoppedAt()))
            .arrayProperties(arrayProperties(job));
    Attempt last = job.lastAttempt();
    if (last != null && last.over()) {
      summary.container(c -> c.exitCode(last.exitCode()).reason(last.reason()));
    }
    return summary.build();
  }

  private static @Nullable ArrayPropertiesSummary arrayProperties(Job job) {
    JobArray array = job.array();
    if (array != null) {
      return ArrayPropertiesSummary.builder().size(array.size()).build();
    }
    return job.isChild() ? ArrayPropertiesSummary.builder().index(job.index()).build() : null;
  }
}
