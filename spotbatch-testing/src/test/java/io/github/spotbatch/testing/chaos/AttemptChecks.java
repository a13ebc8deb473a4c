package io.github.spotbatch.testing.chaos;

import io.github.spotbatch.testing.AttemptReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Every job was tried as often as its retry strategy says, and ended as its last attempt did. */
final class AttemptChecks {

  private final Outcome outcome;
  private final Map<String, List<AttemptReport>> reported;
  private final List<String> broken = new ArrayList<>();

  private AttemptChecks(Outcome outcome) {
    this.outcome = outcome;
    this.reported =
        outcome.report().attempts().stream().collect(Collectors.groupingBy(AttemptReport::jobId));
  }

  static List<String> of(Outcome outcome) {
    AttemptChecks checks = new AttemptChecks(outcome);
    outcome.jobs().forEach(checks::check);
    return checks.broken;
  }

  private void check(Seen job) {
    List<Ending> endings = job.endings();
    List<AttemptReport> attempts = reported.getOrDefault(job.detail().jobId(), List.of());
    if (attempts.size() != endings.size()) {
      broken.add("%s shows %d attempts and had %d".formatted(job, endings.size(), attempts.size()));
    }
    for (int i = 0; i < attempts.size(); i++) {
      if (attempts.get(i).number() != i + 1) {
        broken.add(job + ": attempt " + (i + 1) + " has number " + attempts.get(i).number());
      }
    }
    RetryPlan retries = outcome.scenario().retries(job.plan());
    if (endings.size() > retries.attempts()) {
      broken.add(job + " had " + endings.size() + " attempts of " + retries.attempts());
    }
    endings.stream().limit(Math.max(0, endings.size() - 1L)).forEach(it -> followed(job, it));
    if (job.is(JobStatus.SUCCEEDED)) {
      succeeded(job, endings);
    } else if (job.is(JobStatus.FAILED)) {
      failed(job, endings);
    }
  }

  private void followed(Seen job, Ending ending) {
    if (ending.succeeded() || !outcome.scenario().retries(job.plan()).retriesAfter(ending)) {
      broken.add(job + " was tried again after " + ending);
    }
  }

  private void succeeded(Seen job, List<Ending> endings) {
    boolean last = !endings.isEmpty() && endings.get(endings.size() - 1).succeeded();
    if (!job.isArray() && !last) {
      broken.add(job + " succeeded although its attempts ended " + endings);
    }
  }

  private void failed(Seen job, List<Ending> endings) {
    if (job.isArray() || job.stopped()) {
      return;
    }
    if (endings.isEmpty()) {
      if (!"Dependent Job failed".equals(job.detail().statusReason())) {
        broken.add(job + " was never tried: " + job.detail().statusReason());
      }
      return;
    }
    Ending last = endings.get(endings.size() - 1);
    if (last.succeeded() || outcome.scenario().retries(job.plan()).retriesAfter(last)) {
      broken.add(job + " was given up after " + last);
    }
  }
}
