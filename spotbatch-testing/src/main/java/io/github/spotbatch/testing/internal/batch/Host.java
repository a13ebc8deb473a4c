package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.Timings.Step;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where attempts run: an instance, or Fargate. */
sealed interface Host permits InstanceHost, FargateTask {

  Environment environment();

  /** The instance's id, or the word Fargate. */
  String id();

  /** What its processor is, as images have it: {@code amd64} or {@code arm64}. */
  String architecture();

  /** Whether it can be taken back. */
  boolean spot();

  /** Null on Fargate, and while an instance has not joined its cluster. */
  @Nullable String containerInstanceArn();

  Set<Attempt> attempts();

  void take(Attempt attempt);

  void release(Attempt attempt);

  /** Whether it is gone, or on its way out. */
  boolean leaving();

  /** How long a container takes to start. */
  Step startup();

  /** The status reason of an attempt that is lost with it. */
  String lossReason();

  /** The exit code of an attempt that is lost with it, if there is one. */
  @Nullable Integer lossExitCode();
}
