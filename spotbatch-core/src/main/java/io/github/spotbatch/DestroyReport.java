package io.github.spotbatch;

import io.github.spotbatch.aws.AwsResource;
import java.util.List;

/**
 * What destroying a stack did, and what is left.
 *
 * @param stack the stack's name
 * @param deleted what was deleted, in that order; empty if there was no such stack
 * @param remaining what AWS still lists with the stack's tag; normally nothing
 * @param keptByAws what AWS keeps by itself and for how long, in sentences; empty if there was no
 *     such stack
 */
public record DestroyReport(
    String stack, List<AwsResource> deleted, List<AwsResource> remaining, List<String> keptByAws) {

  /**
   * Creates a report.
   *
   * @param stack the stack's name
   * @param deleted what was deleted
   * @param remaining what is still there
   * @param keptByAws what AWS keeps by itself
   */
  public DestroyReport {
    deleted = List.copyOf(deleted);
    remaining = List.copyOf(remaining);
    keptByAws = List.copyOf(keptByAws);
  }
}
