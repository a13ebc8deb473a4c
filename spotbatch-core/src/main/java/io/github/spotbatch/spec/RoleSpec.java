package io.github.spotbatch.spec;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * An IAM role: one that spotbatch makes, or one that exists already and is used as it is.
 *
 * <p>A role that spotbatch makes trusts the service that its use calls for and carries the managed
 * policy that its use needs; what is given here is added to that. Immutable and thread-safe. Facts
 * about IAM: IAM API reference, CreateRole.
 */
@Value.Immutable
public sealed interface RoleSpec permits ImmutableRoleSpec {
  /**
   * Starts a role that spotbatch makes.
   *
   * @param name its name within the stack; on AWS it is called {@code <stack>-<region>-<name>}
   *     under the path {@code /spotbatch/}, at most 64 characters in all
   * @return a builder with every option at its default
   */
  static Builder builder(String name) {
    return ImmutableRoleSpec.builder().name(name);
  }

  /**
   * Names a role that exists already, which is used as it is and never changed or deleted.
   *
   * @param arn the ARN of the role; for an environment's instances, that of the instance profile
   * @return the role
   * @throws InvalidSpecException if it is not the ARN of a role or of an instance profile
   */
  static RoleSpec existing(String arn) {
    Objects.requireNonNull(arn, "arn");
    String name = arn.substring(arn.lastIndexOf('/') + 1);
    RoleSpec role = ImmutableRoleSpec.builder().name(name).existingArn(arn).create();
    RoleChecks.check(role);
    return role;
  }

  /** {@return the name within the stack; of an existing role, its name in IAM} */
  String name();

  /** {@return the ARN of the role that is used as it is; empty if spotbatch makes the role} */
  Optional<String> existingArn();

  /** {@return managed policies added to those that the role's use needs; default none} */
  List<String> managedPolicyArns();

  /**
   * {@return what the role may do beyond what its use needs; default nothing; it becomes an inline
   * policy named grants}
   */
  List<GrantSpec> grants();

  /** {@return inline policies as JSON, by name; default none} */
  Map<String, String> inlinePolicies();

  /** {@return the ARN of the policy that bounds the role; default that of the stack} */
  Optional<String> permissionsBoundary();

  /** {@return a builder that holds this role's values} */
  default Builder toBuilder() {
    return ImmutableRoleSpec.builder().from(this);
  }

  /** Builds a {@link RoleSpec}. Not thread-safe. */
  abstract class Builder {
    Builder() {}

    /**
     * Sets managed policies that are added to those that the role's use needs.
     *
     * @param arns ARNs of policies
     * @return this builder
     * @see RoleSpec#managedPolicyArns()
     */
    public Builder managedPolicyArns(String... arns) {
      return managedPolicyArns(List.of(arns));
    }

    /**
     * Sets managed policies that are added to those that the role's use needs.
     *
     * @param arns ARNs of policies
     * @return this builder
     * @see RoleSpec#managedPolicyArns()
     */
    public abstract Builder managedPolicyArns(Iterable<String> arns);

    /**
     * Appends a managed policy.
     *
     * @param arn the ARN of a policy
     * @return this builder
     * @see RoleSpec#managedPolicyArns()
     */
    public abstract Builder addManagedPolicyArn(String arn);

    /**
     * Appends a grant.
     *
     * @param grant what the role may do
     * @return this builder
     * @see RoleSpec#grants()
     */
    public Builder grant(GrantSpec grant) {
      return addGrant(grant);
    }

    abstract Builder addGrant(GrantSpec grant);

    /**
     * Sets what the role may do beyond what its use needs.
     *
     * @param grants what it may do
     * @return this builder
     * @see RoleSpec#grants()
     */
    public abstract Builder grants(Iterable<? extends GrantSpec> grants);

    /**
     * Sets the inline policies.
     *
     * @param policies JSON documents by name
     * @return this builder
     * @see RoleSpec#inlinePolicies()
     */
    public abstract Builder inlinePolicies(Map<String, ? extends String> policies);

    /**
     * Adds an inline policy.
     *
     * @param name its name within the role, 1 to 128 characters
     * @param json the policy document
     * @return this builder
     * @see RoleSpec#inlinePolicies()
     */
    public Builder inlinePolicy(String name, String json) {
      return putInlinePolicy(name, json);
    }

    abstract Builder putInlinePolicy(String name, String json);

    /**
     * Sets the policy that bounds what the role can ever do.
     *
     * @param arn the ARN of a policy; default that of the stack
     * @return this builder
     * @see RoleSpec#permissionsBoundary()
     */
    public abstract Builder permissionsBoundary(String arn);

    /**
     * Makes the role.
     *
     * @return the role
     * @throws InvalidSpecException if IAM would refuse it; lists every problem
     */
    public RoleSpec build() {
      RoleSpec role = create();
      RoleChecks.check(role);
      return role;
    }

    abstract RoleSpec create();
  }
}
