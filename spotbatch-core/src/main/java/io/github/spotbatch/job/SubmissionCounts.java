package io.github.spotbatch.job;

/**
 * How far a bulk submission is.
 *
 * @param taken how many requests were taken from the stream
 * @param submitted how many of them are jobs by now
 * @param failed how many surely are not and will not be
 * @param unknown of how many it could not be found out
 * @param ended whether nothing more will be taken or sent
 */
public record SubmissionCounts(int taken, int submitted, int failed, int unknown, boolean ended) {

  /**
   * How many requests were taken and wait for an answer.
   *
   * @return what is neither submitted nor failed nor unknown
   */
  public int open() {
    return taken - submitted - failed - unknown;
  }

  /** {@return the numbers in one line} */
  @Override
  public String toString() {
    return "%d taken, %d submitted, %d open, %d failed, %d unknown"
        .formatted(taken, submitted, open(), failed, unknown);
  }
}
