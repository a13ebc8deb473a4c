package io.github.spotbatch;

import io.github.spotbatch.aws.ResourceKind;
import java.util.Objects;

/**
 * Names something that somebody else has made under the name of a resource of a stack, and that the
 * stack is to take over.
 *
 * <pre>{@code
 * ProvisioningPlan plan =
 *     provisioner.plan(stack, Adoption.of(ResourceKind.JOB_QUEUE, "jobs"));
 * }</pre>
 *
 * @param kind of what kind it is; any but an image, which is its repository's
 * @param name the resource's name within the stack, as plans show it: of a queue that the spec
 *     calls {@code jobs} that is {@code jobs}
 */
public record Adoption(ResourceKind kind, String name) {

  /**
   * Names something to be taken over.
   *
   * @param kind of what kind it is
   * @param name its name within the stack
   */
  public Adoption {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Names something to be taken over.
   *
   * @param kind of what kind it is
   * @param name its name within the stack
   * @return the adoption
   */
  public static Adoption of(ResourceKind kind, String name) {
    return new Adoption(kind, name);
  }

  /**
   * The resource in words.
   *
   * @return for example {@code job queue jobs}
   */
  @Override
  public String toString() {
    return kind.label() + " " + name;
  }
}
