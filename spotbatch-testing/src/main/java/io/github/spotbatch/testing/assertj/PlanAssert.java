package io.github.spotbatch.testing.assertj;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.PlannedAction.Type;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.aws.ResourceKind;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on what a plan would do. Each failure lists what it would do. */
public final class PlanAssert extends AbstractAssert<PlanAssert, ProvisioningPlan> {

  PlanAssert(@Nullable ProvisioningPlan actual) {
    super(actual, PlanAssert.class);
  }

  /**
   * It would make a resource.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert creates(ResourceKind kind, String name) {
    return requireAction(Type.CREATE, kind, name);
  }

  /**
   * It would leave a resource alone that is there.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert keeps(ResourceKind kind, String name) {
    return requireAction(Type.KEEP, kind, name);
  }

  /**
   * It would add what a resource that is there lacks.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert completes(ResourceKind kind, String name) {
    return requireAction(Type.COMPLETE, kind, name);
  }

  /**
   * It would register one more revision of a job definition.
   *
   * @param name the definition's name within the stack
   * @return these assertions
   */
  public PlanAssert registersRevisionOf(String name) {
    return requireAction(Type.NEW_REVISION, ResourceKind.JOB_DEFINITION, name);
  }

  /**
   * It would change a resource that is there.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert updates(ResourceKind kind, String name) {
    return requireAction(Type.UPDATE, kind, name);
  }

  /**
   * It would take over a resource that others have made.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert adopts(ResourceKind kind, String name) {
    return requireAction(Type.ADOPT, kind, name);
  }

  /**
   * It would delete a resource that nothing wants any more.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert deletes(ResourceKind kind, String name) {
    return requireAction(Type.DELETE, kind, name);
  }

  /**
   * What is wanted of a resource cannot be done.
   *
   * @param kind of what kind
   * @param name its name within the stack
   * @return these assertions
   */
  public PlanAssert refuses(ResourceKind kind, String name) {
    return requireAction(Type.REFUSED, kind, name);
  }

  /**
   * All that it says can be done.
   *
   * @return these assertions
   */
  public PlanAssert refusesNothing() {
    isNotNull();
    return require(actual.refused().isEmpty(), "to refuse nothing");
  }

  /**
   * It would keep all that the stack has.
   *
   * @return these assertions
   */
  public PlanAssert changesNothing() {
    isNotNull();
    boolean so = actual.actions().stream().allMatch(action -> action.type() == Type.KEEP);
    return require(so, "to change nothing");
  }

  private PlanAssert requireAction(Type type, ResourceKind kind, String name) {
    isNotNull();
    boolean so =
        actual.actions().stream()
            .anyMatch(
                action ->
                    action.type() == type && action.kind() == kind && action.name().equals(name));
    return require(so, "to " + verb(type) + " " + kind.label() + " " + name);
  }

  private static String verb(Type type) {
    return switch (type) {
      case CREATE -> "create";
      case COMPLETE -> "complete";
      case KEEP -> "keep";
      case UPDATE -> "update";
      case ADOPT -> "adopt";
      case NEW_REVISION -> "register a new revision of";
      case DELETE -> "delete";
      case REFUSED -> "refuse";
    };
  }

  /**
   * It would make so many resources.
   *
   * @param number how many
   * @return these assertions
   */
  public PlanAssert createsResources(int number) {
    isNotNull();
    long would = actual.actions().stream().filter(a -> a.type() == Type.CREATE).count();
    return require(would == number, "to create " + number + " resources, not " + would);
  }

  /**
   * It would do nothing that is legal but unwise.
   *
   * @return these assertions
   */
  public PlanAssert hasNoWarnings() {
    isNotNull();
    return require(actual.warnings().isEmpty(), "to have no warnings");
  }

  /**
   * It warns of something.
   *
   * @param text what the warning contains
   * @return these assertions
   */
  public PlanAssert warnsOf(String text) {
    isNotNull();
    boolean so = actual.warnings().stream().anyMatch(warning -> warning.contains(text));
    return require(so, "to warn of \"" + text + "\"");
  }

  private PlanAssert require(boolean holds, String expected) {
    if (!holds) {
      failWithMessage(
          "%nExpected the plan for stack %s %s, but%n%n%s", actual.stack(), expected, shown());
    }
    return this;
  }

  private String shown() {
    String actions = actual.actions().stream().map(PlanAssert::shown).collect(Collectors.joining());
    String warnings =
        actual.warnings().stream()
            .map(warning -> "\n  warning: " + warning)
            .collect(Collectors.joining());
    return "the plan for stack " + actual.stack() + " would" + actions + warnings;
  }

  private static String shown(PlannedAction action) {
    return "\n  %s %s %s (%s)"
        .formatted(verb(action.type()), action.kind().label(), action.name(), action.awsName());
  }
}
