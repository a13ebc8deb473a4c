package io.github.spotbatch;

import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.compile.RequestJson;
import io.github.spotbatch.internal.provision.PlanJson;
import io.github.spotbatch.internal.provision.PlannedStep;
import io.github.spotbatch.internal.provision.StackPlan;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequest;

/**
 * What applying it, or destroying the stack by it, would send to AWS. Making a plan only reads.
 *
 * <p>Immutable and thread-safe. Its {@code toString()} shows for a person to read what is made or
 * completed ({@code +}), what is changed, adopted or gets a new revision ({@code ~}), with the
 * fields that differ, the jobs that it stops and its requests, what is deleted ({@code -}), what is
 * kept ({@code =}), and what is refused and why ({@code !}); the values of environment variables
 * are hidden there.
 */
public final class ProvisioningPlan {

  private final StackPlan planned;

  ProvisioningPlan(StackPlan planned) {
    this.planned = planned;
  }

  StackPlan planned() {
    return planned;
  }

  /**
   * The stack's name.
   *
   * @return the name in the spec
   */
  public String stack() {
    return planned.names().stack();
  }

  /**
   * Whether it is a plan by {@link Provisioner#planDestroy(String)}, and not one to make the stack.
   *
   * @return true if {@link Provisioner#destroy(ProvisioningPlan)} does it, false if {@link
   *     Provisioner#apply(ProvisioningPlan)} does
   */
  public boolean destroys() {
    return planned.purpose() != StackPlan.Purpose.APPLY;
  }

  /**
   * The account in which the stack would be made.
   *
   * @return the 12 digits of the account
   */
  public String account() {
    return planned.target().account();
  }

  /**
   * The Region in which the stack would be made.
   *
   * @return the Region's id
   */
  public String region() {
    return planned.target().region();
  }

  /**
   * What would be done with each resource of the stack, in an order in which it can be.
   *
   * @return one action for each resource, also for those that are kept
   */
  public List<PlannedAction> actions() {
    return planned.steps().stream().map(ProvisioningPlan::action).toList();
  }

  /**
   * What of it cannot be done; a plan with such an action is not applied.
   *
   * @return the actions of type {@code REFUSED}, each with its reason; empty if all can be done
   */
  public List<PlannedAction> refused() {
    return actions().stream().filter(action -> action.type() == Type.REFUSED).toList();
  }

  /**
   * The jobs that would be stopped, unless they end in the time that the stack's update policy
   * gives them. AWS Batch runs those again whose retry strategies say so.
   *
   * @return the jobs that had started when the plan was made, on instances that would go
   */
  public List<AffectedJob> affectedJobs() {
    return actions().stream().flatMap(action -> action.affectedJobs().stream()).toList();
  }

  /**
   * What is legal but unwise.
   *
   * @return one sentence for each thing; empty if there is none
   */
  public List<String> warnings() {
    return planned.warnings();
  }

  /**
   * The plan as JSON, to be kept, looked at, and read again by {@link #fromJson} in another JVM.
   *
   * <p>The same plan always gives the same text. It holds all that applying the plan takes, and so
   * <b>the values of environment variables, in clear</b>: keep it as you keep those, and apply none
   * that you would not have made. Of an image that is yet to be pushed it holds where its files are
   * and what digest they give, not the files themselves: whoever reads it needs the same files in
   * the same places, where relative paths begin at the reader's working directory.
   *
   * @return an object with a version; not meant to be edited
   * @throws IllegalStateException if files of an image are in a file system that only this JVM
   *     knows, such as one in memory
   */
  public String toJson() {
    return PlanJson.write(planned);
  }

  /**
   * Reads what {@link #toJson} has written. Asks AWS nothing: that the plan still fits is found out
   * when it is applied.
   *
   * @param json the text, which may be laid out in another way but must say the same
   * @return the plan, which does what the written one would have done
   * @throws ProvisioningException if it is no plan, is not whole, was edited, or was written by a
   *     version of spotbatch whose plans are others; the message says where, and what to do
   */
  public static ProvisioningPlan fromJson(String json) {
    return new ProvisioningPlan(PlanJson.read(json));
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            "Plan %s stack %s in %s of account %s: %s%n"
                .formatted(
                    destroys() ? "to destroy" : "for", stack(), region(), account(), counts()));
    actions().forEach(action -> append(text, action, destroys() ? "terminates" : "stops"));
    warnings().forEach(warning -> text.append("\nwarning: ").append(warning).append('\n'));
    return text.toString();
  }

  private static PlannedAction action(PlannedStep step) {
    return new PlannedAction(
        step.type(),
        step.updateClass(),
        step.resource().kind(),
        step.resource().name(),
        step.awsName(),
        step.requests(),
        step.changes(),
        step.reason(),
        step.affectedJobs(),
        step.notes());
  }

  private String counts() {
    List<String> counts = new ArrayList<>();
    count(counts, Type.CREATE, "to create");
    count(counts, Type.COMPLETE, "to complete");
    count(counts, Type.ADOPT, "to adopt");
    count(counts, Type.UPDATE, "to update");
    count(counts, Type.NEW_REVISION, "to get a new revision");
    count(counts, Type.DELETE, "to delete");
    count(counts, Type.REFUSED, "refused");
    if (counts.isEmpty()) {
      counts.add("nothing to do");
    }
    count(counts, Type.KEEP, "to keep");
    return String.join(", ", counts);
  }

  private void count(List<String> counts, Type type, String what) {
    long number = planned.steps().stream().filter(step -> step.type() == type).count();
    if (number > 0) {
      counts.add("%d %s %s".formatted(number, number == 1 ? "resource" : "resources", what));
    }
  }

  private static void append(StringBuilder text, PlannedAction action, String ends) {
    String resource = action.kind().label() + " " + action.awsName();
    switch (action.type()) {
      case KEEP -> text.append("= ").append(resource);
      case NEW_REVISION -> text.append("\n~ new revision of ").append(resource);
      case ADOPT -> text.append("\n~ adoption of ").append(resource).append(shownClass(action));
      case UPDATE -> text.append("\n~ ").append(resource).append(shownClass(action));
      case CREATE, COMPLETE -> text.append("\n+ ").append(resource).append(shownClass(action));
      case DELETE -> text.append("\n- ").append(resource);
      case REFUSED -> text.append("\n! ").append(resource);
    }
    text.append('\n');
    action.changes().forEach(change -> text.append("    changes ").append(change).append('\n'));
    if (!action.reason().isEmpty()) {
      String label = action.type() == Type.REFUSED ? "refused" : "reason";
      text.append("    ").append(label).append(": ").append(action.reason()).append('\n');
    }
    action
        .affectedJobs()
        .forEach(job -> text.append("    ").append(ends).append(' ').append(job).append('\n'));
    for (AwsRequest request : action.requests()) {
      String shown = RequestJson.operation(request) + " " + RequestJson.renderForEyes(request);
      text.append(shown.indent(4));
    }
    action.notes().forEach(note -> text.append("    note: ").append(note).append('\n'));
  }

  private static String shownClass(PlannedAction action) {
    return action.updateClass() == UpdateClass.NONE
        ? ""
        : " (" + action.updateClass().label() + ")";
  }
}
