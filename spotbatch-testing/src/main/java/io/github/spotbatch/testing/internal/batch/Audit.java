package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.internal.Checks;
import io.github.spotbatch.testing.internal.Leftovers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** Looks for what must never be, whatever was scripted and sent. */
final class Audit {

  private final FakeBatch batch;
  private final Leftovers leftovers;

  Audit(FakeBatch batch, Leftovers leftovers) {
    this.batch = batch;
    this.leftovers = leftovers;
  }

  void addTo(Checks checks) {
    checks.add(Invariant.JOBS_END_ONCE, this::lostOrEndedTwice);
    checks.add(Invariant.ATTEMPTS_KEEP_THE_STRATEGY, this::triedTooOften);
    checks.add(Invariant.HOSTS_HAVE_ROOM, this::overcommitted);
    checks.add(Invariant.NOTHING_LEFT_BEHIND, () -> leftovers.of(tagsInBatch()));
    checks.add(Invariant.JOBS_FINISHED, this::unfinished);
  }

  private List<String> lostOrEndedTwice() {
    List<String> wrong = new ArrayList<>();
    Set<Job> known = new HashSet<>(batch.jobs().all());
    for (Queue queue : batch.queues().all()) {
      for (JobStatus status : JobStatus.knownValues()) {
        queue.jobs(status).values().stream()
            .filter(job -> !known.contains(job))
            .forEach(job -> wrong.add(named(job) + " is no longer known by its id"));
      }
    }
    for (Job job : withChildren()) {
      if (job.endings() > 1) {
        wrong.add(named(job) + " has ended " + job.endings() + " times");
      }
      if (!job.isChild() && !job.queue().jobs(job.status()).containsKey(job.sequence())) {
        wrong.add(named(job) + " is not among the jobs of its queue");
      }
      if (onHost(job) && !hosted(job)) {
        wrong.add(named(job) + " is on no host");
      }
    }
    return wrong;
  }

  private List<Job> withChildren() {
    List<Job> all = new ArrayList<>(batch.jobs().all());
    for (Job job : batch.jobs().all()) {
      JobArray array = job.array();
      if (array != null) {
        all.addAll(array.children());
      }
    }
    return all;
  }

  private static boolean onHost(Job job) {
    return job.is(JobStatus.STARTING) || job.is(JobStatus.RUNNING);
  }

  private static boolean hosted(Job job) {
    Attempt attempt = job.lastAttempt();
    return attempt != null && !attempt.over() && attempt.host().attempts().contains(attempt);
  }

  private List<String> triedTooOften() {
    List<String> wrong = new ArrayList<>();
    for (Job job : withChildren()) {
      int allowed = allowed(job.retryStrategy());
      if (job.attempts().size() > allowed) {
        wrong.add(
            "%s has had %d attempts of %d".formatted(named(job), job.attempts().size(), allowed));
      }
    }
    return wrong;
  }

  private static int allowed(@Nullable RetryStrategy strategy) {
    return strategy == null || strategy.attempts() == null ? 1 : strategy.attempts();
  }

  private List<String> overcommitted() {
    List<String> wrong = new ArrayList<>();
    for (Environment environment : batch.environments().all()) {
      for (InstanceHost host : environment.hosts().values()) {
        Collection<Attempt> attempts = host.attempts();
        int vcpus = attempts.stream().mapToInt(attempt -> attempt.job().vcpus()).sum();
        int memory = attempts.stream().mapToInt(attempt -> attempt.job().memoryMiB()).sum();
        if (vcpus > host.vcpus() || memory > InstanceHost.memoryForJobs(host.type())) {
          wrong.add(
              "%s (%s) runs %d jobs that need %d vCPUs and %d MiB; it has %d and %d"
                  .formatted(
                      host.id(),
                      host.type().name(),
                      attempts.size(),
                      vcpus,
                      memory,
                      host.vcpus(),
                      InstanceHost.memoryForJobs(host.type())));
        }
      }
    }
    return wrong;
  }

  private List<String> unfinished() {
    return batch.jobs().all().stream().filter(job -> !job.finished()).map(Audit::named).toList();
  }

  private List<Map<String, String>> tagsInBatch() {
    Stream<Map<String, String>> environments =
        batch.environments().all().stream().map(Environment::tags);
    Stream<Map<String, String>> queues = batch.queues().all().stream().map(Queue::tags);
    Stream<Map<String, String>> definitions = batch.definitions().active().map(Definition::tags);
    return Stream.of(environments, queues, definitions).flatMap(tags -> tags).toList();
  }

  private static String named(Job job) {
    return "job %s (%s) in queue %s, %s"
        .formatted(job.name(), job.id(), job.queue().name(), job.status());
  }
}
