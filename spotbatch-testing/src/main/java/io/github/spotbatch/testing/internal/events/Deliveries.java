package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.iam.Assumer;
import io.github.spotbatch.testing.internal.logs.LogGroup;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings events to targets. Log groups and job queues get them for real; for any other target they
 * are kept, to be looked at. One attempt is made: what fails is noted in the timeline and lost.
 */
final class Deliveries {

  private static final int MAX_KEPT = 10_000;

  private final Scope scope;
  private final Map<String, Deque<Delivery>> kept = new LinkedHashMap<>();
  private @Nullable JobSubmitter submitter;

  Deliveries(Scope scope) {
    this.scope = scope;
  }

  void submitter(JobSubmitter newSubmitter) {
    submitter = newSubmitter;
  }

  List<Delivery> to(String targetArn) {
    return new ArrayList<>(kept.getOrDefault(targetArn, new ArrayDeque<>()));
  }

  void deliver(EventRule rule, EventTarget target, String eventId, Instant eventTime, String json) {
    String failure = failure(rule, target, eventId, eventTime, json);
    if (failure != null) {
      scope
          .world()
          .changed("event rule", rule.name(), "could not reach " + target.arn() + ": " + failure);
      return;
    }
    Deque<Delivery> deliveries = kept.computeIfAbsent(target.arn(), arn -> new ArrayDeque<>());
    if (deliveries.size() == MAX_KEPT) {
      deliveries.removeFirst();
    }
    deliveries.addLast(new Delivery(scope.world().now(), json));
  }

  /** Why the target could not be reached, or null. */
  private @Nullable String failure(
      EventRule rule, EventTarget target, String eventId, Instant eventTime, String json) {
    if (isLogGroup(target.arn())) {
      return log(target.arn(), eventId, eventTime, json);
    }
    return isJobQueue(target.arn()) ? submit(rule, target, json) : null;
  }

  static boolean isLogGroup(String arn) {
    return arn.matches("arn:[^:]+:logs:[^:]*:\\d{12}:log-group:.+");
  }

  static boolean isJobQueue(String arn) {
    return arn.matches("arn:[^:]+:batch:[^:]*:\\d{12}:job-queue/.+");
  }

  // Each event gets a stream of its own.
  private @Nullable String log(String arn, String eventId, Instant eventTime, String json) {
    Optional<LogGroup> group = scope.logs().groupByNameOrArn(arn);
    group.ifPresent(it -> scope.logs().append(it.name(), eventId, eventTime, json));
    return group.isPresent() ? null : "the log group does not exist";
  }

  private @Nullable String submit(EventRule rule, EventTarget target, String json) {
    String role = target.roleArn();
    BatchTarget job = target.batch();
    if (role == null || job == null || submitter == null) {
      return "the job queue does not exist";
    }
    Assumer events = Assumer.events(scope.account(), rule.arn());
    if (!scope.iam().roleTrusts(role, events, scope.world().now())) {
      return "events.amazonaws.com cannot assume " + role;
    }
    return submitter.submit(target.arn(), job, JobInput.parameters(json));
  }
}
