package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.spec.AttemptObservation;
import io.github.spotbatch.spec.RetryDecision;
import io.github.spotbatch.testing.Timings.Step;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.image.LocalProgram;
import io.github.spotbatch.testing.internal.script.Behaviour;
import io.github.spotbatch.testing.internal.script.Behaviour.Ending;
import io.github.spotbatch.testing.internal.script.Behaviour.Output;
import io.github.spotbatch.testing.internal.script.Reclaim;
import io.github.spotbatch.testing.internal.script.ScriptedRun;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.JobStatus;

/**
 * The attempts of jobs: placed, started, ended one way or another, and retried as the job's
 * strategy decides.
 */
final class Runs {

  private static final String EXITED = "Essential container in task exited";
  private static final String NOT_STARTED = "Task failed to start";
  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final int FOREIGN = 1;
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private final FakeBatch batch;
  private final Scope scope;
  private final World world;
  private final Scripts scripts;
  private final ContainerLogs logs;
  private final ContainerImages images;
  private final StartFaults faults;
  private final Processes processes;
  private final LifeRecords records;

  Runs(FakeBatch batch, Scope scope, Scripts scripts) {
    this.batch = batch;
    this.scope = scope;
    this.world = scope.world();
    this.scripts = scripts;
    this.logs = new ContainerLogs(scope);
    this.images = new ContainerImages(scope);
    this.faults = new StartFaults(scope, logs, images);
    this.processes = new Processes(batch, world, logs, images);
    this.records = new LifeRecords(scope);
  }

  void start(Job job, Host host) {
    String fault = job.submission().taskFault();
    if (fault != null) {
      batch.jobs().end(job, JobStatus.FAILED, fault);
      return;
    }
    String cluster = host.environment().detail().ecsClusterArn();
    String task =
        scope.arn("ecs", "task" + cluster.substring(cluster.lastIndexOf('/')))
            + "/"
            + world.hex(32);
    Attempt attempt =
        new Attempt(job, host, job.attempts().size() + 1, task, host.containerInstanceArn());
    host.take(attempt);
    batch.fleet().busy(host);
    job.attempt(attempt);
    records.starting(attempt);
    batch.jobs().notices().attempt(attempt, "starts on " + host.id());
    job.statusReason(null);
    job.blockedSince(null);
    job.move(JobStatus.STARTING);
    world.after(world.takes(host.startup()), () -> run(attempt));
  }

  private void run(Attempt attempt) {
    if (attempt.over()) {
      return;
    }
    Job job = attempt.job();
    Behaviour behaviour = scripts.behaviourOf(scriptable(attempt));
    String roleFault = faults.ofRoles(job.container());
    if (roleFault != null) {
      end(attempt, roleFault, null, null, false);
      return;
    }
    String failure = faults.ofContainer(attempt, behaviour);
    if (failure != null) {
      end(attempt, NOT_STARTED, failure, null, false);
      return;
    }
    Optional<String> foreign = images.foreignProgram(attempt);
    if (foreign.isPresent()) {
      begin(attempt, () -> refuseFormat(attempt, foreign.get()));
    } else if (behaviour.execution().isPresent()) {
      processes.prepare(
          attempt,
          behaviour.execution().get(),
          program -> begin(attempt, () -> execute(attempt, behaviour, program)));
    } else {
      begin(attempt, () -> simulate(attempt, behaviour));
    }
  }

  private void begin(Attempt attempt, Runnable container) {
    Job job = attempt.job();
    attempt.started(world.now(), ContainerLogs.stream(attempt));
    records.began(attempt);
    job.move(JobStatus.RUNNING);
    Integer timeout = job.timeoutSeconds();
    if (timeout != null) {
      attempt.timeout(world.timer(Duration.ofSeconds(timeout), () -> timeOut(attempt)));
    }
    logs.open(attempt);
    container.run();
    if (attempt.host().spot()) {
      scripts.reclaimsOf(job.name(), attempt.number()).forEach(reclaim -> arm(reclaim, attempt));
    }
  }

  private ScriptedRun scriptable(Attempt attempt) {
    Job job = attempt.job();
    Map<String, String> parameters = new LinkedHashMap<>(job.definition().parameters());
    parameters.putAll(job.request().parameters());
    return new ScriptedRun(
        job.name(),
        job.definition().jobDefinitionName() + ":" + job.definition().revision(),
        job.container().image(),
        images.references(job),
        job.isChild() ? OptionalInt.of(job.index()) : OptionalInt.empty(),
        attempt.number(),
        job.container().command(),
        Collections.unmodifiableMap(ContainerVariables.of(attempt)),
        Collections.unmodifiableMap(parameters));
  }

  /** What is written at the start is there before anything else can happen. */
  private void write(Attempt attempt, Output output) {
    if (output.after().isZero()) {
      output.lines().forEach(line -> logs.append(attempt, line));
    } else {
      world.after(
          output.after(),
          () -> {
            if (!attempt.over()) {
              output.lines().forEach(line -> logs.append(attempt, line));
            }
          });
    }
  }

  private void execute(Attempt attempt, Behaviour behaviour, Supplier<LocalProgram> program) {
    behaviour.output().forEach(output -> write(attempt, output));
    processes.start(attempt, program);
  }

  private void simulate(Attempt attempt, Behaviour behaviour) {
    behaviour.output().forEach(output -> write(attempt, output));
    Ending ending = behaviour.ending();
    int allowed = attempt.job().memoryMiB();
    behaviour
        .memory()
        .filter(use -> use.mib() > allowed)
        .ifPresent(
            use -> world.after(use.after(), () -> exit(attempt, KILLED, Ending.OUT_OF_MEMORY)));
    world.after(
        ending.after(), () -> exit(attempt, ending.exitCode(), ending.reason().orElse(null)));
  }

  /**
   * A program for another processor. AWS's page on "exec format" errors gives exit code 1, and its
   * users' logs this line, in which runc has looked the program up on the image's PATH; here it
   * stands as the image has it.
   */
  private void refuseFormat(Attempt attempt, String program) {
    logs.append(attempt, "exec " + program + ": exec format error");
    exit(attempt, FOREIGN, null);
  }

  /** What only the fake could not do has a reason of the fake's own. */
  void fail(Attempt attempt, String reason) {
    end(attempt, reason, reason, null, false);
  }

  private void arm(Reclaim reclaim, Attempt attempt) {
    Duration ahead = world.takes(Step.REBALANCE_AHEAD);
    if (!ahead.isZero() && attempt.host() instanceof InstanceHost host) {
      world.after(
          reclaim.after().minus(ahead),
          () -> {
            if (!attempt.over() && !reclaim.fired()) {
              batch.fleet().recommendRebalance(host);
            }
          });
    }
    world.after(
        reclaim.after(),
        () -> {
          if (!attempt.over() && reclaim.fire()) {
            batch.fleet().reclaim(attempt.host());
          }
        });
  }

  void exit(Attempt attempt, int code, @Nullable String reason) {
    if (attempt.draining()) {
      hostLost(attempt);
    } else if (!attempt.over()) {
      end(attempt, EXITED, reason, code, false);
    }
  }

  private void timeOut(Attempt attempt) {
    if (!attempt.over()) {
      attempt.stop();
      end(attempt, TIMED_OUT, null, KILLED, true);
    }
  }

  /** The host stops its containers long before it goes; what it has not started it never will. */
  void drain(Attempt attempt) {
    if (attempt.startedAt() == null) {
      hostLost(attempt);
    } else {
      attempt.drain();
      attempt.stop();
      world.after(world.takes(Step.CONTAINER_STOPPING), () -> hostLost(attempt));
    }
  }

  /** The host is gone, and the attempt with it, unless the host's SIGTERM was quicker. */
  void hostLost(Attempt attempt) {
    if (attempt.over()) {
      return;
    }
    attempt.stop();
    attempt.lose();
    Host host = attempt.host();
    boolean onInstance = host instanceof InstanceHost && attempt.startedAt() != null;
    if (onInstance && scripts.reclaimExits().next(attempt.job().name(), world.random())) {
      end(attempt, EXITED, null, TERMINATED, false);
    } else {
      end(attempt, host.lossReason(), null, host.lossExitCode(), false);
    }
  }

  void terminate(Job job) {
    Attempt attempt = Objects.requireNonNull(job.lastAttempt());
    boolean running = attempt.startedAt() != null;
    attempt.stop();
    end(attempt, running ? EXITED : NOT_STARTED, null, running ? TERMINATED : null, false);
  }

  private void end(
      Attempt attempt,
      String statusReason,
      @Nullable String reason,
      @Nullable Integer exitCode,
      boolean timedOut) {
    attempt.ended(world.now(), statusReason, reason, exitCode);
    records.ended(attempt);
    String code = exitCode == null ? "" : ", exit code " + exitCode;
    batch.jobs().notices().attempt(attempt, "ended: " + statusReason + code);
    attempt.host().release(attempt);
    batch.fleet().released(attempt.host());
    Job job = attempt.job();
    boolean succeeded = exitCode != null && exitCode == 0 && !job.terminated();
    if (succeeded) {
      batch.jobs().end(job, JobStatus.SUCCEEDED, statusReason);
    } else if (decide(attempt, timedOut) == RetryDecision.RETRY) {
      batch.scheduler().enqueue(job, true);
    } else {
      String stopReason = job.stopReason();
      batch.jobs().end(job, JobStatus.FAILED, stopReason != null ? stopReason : statusReason);
    }
    batch.scheduler().kick();
  }

  private static RetryDecision decide(Attempt attempt, boolean timedOut) {
    Job job = attempt.job();
    AttemptObservation.Builder seen =
        AttemptObservation.builder(attempt.number())
            .timedOut(timedOut)
            .cancelled(job.cancelled())
            .terminated(job.terminated());
    if (attempt.statusReason() != null) {
      seen.statusReason(attempt.statusReason());
    }
    if (attempt.reason() != null) {
      seen.reason(attempt.reason());
    }
    if (attempt.exitCode() != null) {
      seen.exitCode(attempt.exitCode());
    }
    return Strategies.policy(job.retryStrategy()).decide(seen.build());
  }
}
