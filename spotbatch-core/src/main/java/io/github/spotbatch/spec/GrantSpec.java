package io.github.spotbatch.spec;

import java.util.List;
import java.util.Objects;
import org.immutables.value.Value;

/**
 * What a role may do, and to what: the smallest such permissions are the best.
 *
 * <p>All grants of a role together become one inline policy of its own. Immutable and thread-safe.
 * Facts about IAM: IAM User Guide, IAM JSON policy elements.
 */
@Value.Immutable(builder = false)
public sealed interface GrantSpec permits ImmutableGrantSpec {
  /**
   * Allows one action.
   *
   * @param action for example {@code s3:GetObject}; {@code *} and {@code ?} stand for any text and
   *     any letter
   * @param resources the ARNs of what the action may be done to, which may contain {@code *} and
   *     {@code ?}, or {@code *} alone for all
   * @return the grant
   * @throws InvalidSpecException if IAM would refuse it; lists every problem
   */
  static GrantSpec of(String action, String... resources) {
    Objects.requireNonNull(action, "action");
    return of(List.of(action), List.of(resources));
  }

  /**
   * Allows several actions.
   *
   * @param actions for example {@code s3:GetObject}; {@code *} and {@code ?} stand for any text and
   *     any letter
   * @param resources the ARNs of what the actions may be done to, which may contain {@code *} and
   *     {@code ?}, or {@code *} alone for all
   * @return the grant
   * @throws InvalidSpecException if IAM would refuse it; lists every problem
   */
  static GrantSpec of(List<String> actions, List<String> resources) {
    Objects.requireNonNull(actions, "actions");
    Objects.requireNonNull(resources, "resources");
    GrantSpec grant = ImmutableGrantSpec.of(actions, resources);
    Problems problems = Problems.in("grant");
    if (actions.isEmpty()) {
      problems.missing("actions", "must name at least one action");
    }
    if (resources.isEmpty()) {
      problems.missing("resources", "must name at least one ARN");
    }
    problems.requireForms("actions", grant.actions(), Form.ACTION);
    problems.requireDistinct("actions", grant.actions());
    problems.requireForms("resources", grant.resources(), Form.GRANTED_RESOURCE);
    problems.requireDistinct("resources", grant.resources());
    problems.throwIfAny();
    return grant;
  }

  /** {@return what may be done} */
  @Value.Parameter
  List<String> actions();

  /** {@return the ARNs of what it may be done to} */
  @Value.Parameter
  List<String> resources();
}
