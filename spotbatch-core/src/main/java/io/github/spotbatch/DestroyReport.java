package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;

/**
 * What destroying a stack did, and what is left.
 *
 * @param stack the stack's name
 * @param deleted what was deleted, in that order; empty if there was no such stack
 * @param remaining what is still there and why, normally nothing; in a report that is returned,
 *     what others use; in that of an {@link IncompleteDestroyException}, also what could not be
 *     deleted
 * @param keptByAws what AWS keeps by itself and for how long, in sentences; empty if there was no
 *     such stack
 */
public record DestroyReport(
    String stack, List<AwsResource> deleted, List<Leftover> remaining, List<String> keptByAws) {

  /**
   * Creates a report.
   *
   * @param stack the stack's name
   * @param deleted what was deleted
   * @param remaining what is still there and why
   * @param keptByAws what AWS keeps by itself
   */
  public DestroyReport {
    deleted = List.copyOf(deleted);
    remaining = List.copyOf(remaining);
    keptByAws = List.copyOf(keptByAws);
  }
}
