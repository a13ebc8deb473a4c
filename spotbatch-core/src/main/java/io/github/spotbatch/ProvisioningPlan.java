package io.github.spotbatch;

import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.CompiledStack;
import io.github.spotbatch.internal.compile.RequestJson;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What applying it would send to AWS. Making a plan only reads.
 *
 * <p>Immutable and thread-safe. Its {@code toString()} shows every request for a person to read;
 * the values of environment variables are hidden there.
 */
public final class ProvisioningPlan {

  private final CompiledStack compiled;

  ProvisioningPlan(CompiledStack compiled) {
    this.compiled = compiled;
  }

  CompiledStack compiled() {
    return compiled;
  }

  /**
   * The stack's name.
   *
   * @return the name in the spec
   */
  public String stack() {
    return compiled.names().stack();
  }

  /**
   * The account in which the stack would be made.
   *
   * @return the 12 digits of the account
   */
  public String account() {
    return compiled.target().account();
  }

  /**
   * The Region in which the stack would be made.
   *
   * @return the Region's id
   */
  public String region() {
    return compiled.target().region();
  }

  /**
   * What would be created, in an order in which it can be.
   *
   * @return one action for each resource
   */
  public List<PlannedAction> actions() {
    return compiled.resources().stream()
        .map(r -> new PlannedAction(r.kind(), r.name(), r.awsName(), r.requests(), r.notes()))
        .toList();
  }

  /**
   * What is legal but unwise.
   *
   * @return one sentence for each thing; empty if there is none
   */
  public List<String> warnings() {
    return compiled.warnings();
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "Plan for stack %s in %s of account %s: %d resources to create%n"
                .formatted(stack(), region(), account(), compiled.resources().size()));
    compiled.resources().forEach(resource -> append(text, resource));
    warnings().forEach(warning -> text.append("\nwarning: ").append(warning).append('\n'));
    return text.toString();
  }

  private static void append(StringBuilder text, CompiledResource resource) {
    text.append("\n+ ").append(resource.id()).append('\n');
    for (AwsRequest request : resource.requests()) {
      String shown = RequestJson.operation(request) + " " + RequestJson.renderForEyes(request);
      text.append(shown.indent(4));
    }
    resource.notes().forEach(note -> text.append("    note: ").append(note).append('\n'));
  }
}
