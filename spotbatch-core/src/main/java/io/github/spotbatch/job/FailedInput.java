package io.github.spotbatch.job;

/**
 * An input whose job failed.
 *
 * @param index where it stands in the whole list of inputs, from 0
 * @param input the input
 * @param job the child that failed, or the plain job of a single input; its {@link JobHandle#logs}
 *     are what it wrote
 * @param result how the job ended, with its attempts and the cause
 */
public record FailedInput(int index, String input, JobHandle job, JobResult result) {

  /**
   * Says in one sentence which input failed and why.
   *
   * @return for example {@code Input 42 (frames/00042.exr): Job frames-k3x9a0zq (3f2a...:42) failed
   *     after 1 attempt because the container ran out of memory.}
   */
  public String explain() {
    return "Input %d (%s): %s".formatted(index, input, result.explain());
  }
}
