package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.RuntimePlatform;

/** A place on Fargate, made for one attempt and gone with it. */
final class FargateTask implements Host {

  private static final int KILLED = 137;

  private final Environment environment;
  private final String architecture;
  private final Set<Attempt> attempts = new LinkedHashSet<>();
  private boolean leaving;

  private FargateTask(Environment environment, String architecture) {
    this.environment = environment;
    this.architecture = architecture;
  }

  /** A place for a job, or null if the environment's maximum leaves no room for it. */
  static @Nullable FargateTask roomFor(Environment environment, Job job) {
    int used =
        environment.fargateTasks().stream()
            .flatMap(task -> task.attempts.stream())
            .mapToInt(attempt -> attempt.job().cpuUnits())
            .sum();
    boolean room = used + job.cpuUnits() <= environment.maxVcpus() * Submission.CPU_UNITS;
    return room ? new FargateTask(environment, architecture(job)) : null;
  }

  /** X86_64 unless the definition says otherwise. */
  private static String architecture(Job job) {
    RuntimePlatform platform = job.container().runtimePlatform();
    return platform != null && "ARM64".equals(platform.cpuArchitecture()) ? "arm64" : "amd64";
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public String id() {
    return "Fargate";
  }

  @Override
  public String architecture() {
    return architecture;
  }

  @Override
  public boolean spot() {
    return environment.spot();
  }

  @Override
  public @Nullable String containerInstanceArn() {
    return null;
  }

  @Override
  public Set<Attempt> attempts() {
    return attempts;
  }

  @Override
  public void take(Attempt attempt) {
    attempts.add(attempt);
    environment.fargateTasks().add(this);
  }

  @Override
  public void release(Attempt attempt) {
    attempts.remove(attempt);
    environment.fargateTasks().remove(this);
    leaving = true;
  }

  @Override
  public boolean leaving() {
    return leaving;
  }

  @Override
  public Step startup() {
    return Step.FARGATE_STARTING;
  }

  @Override
  public String lossReason() {
    return "Your Spot Task was interrupted.";
  }

  @Override
  public Integer lossExitCode() {
    return KILLED;
  }
}
