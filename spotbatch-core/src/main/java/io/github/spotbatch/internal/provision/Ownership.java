package io.github.spotbatch.internal.provision;

import io.github.spotbatch.aws.AwsResource;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.internal.compile.CompiledResource;
import io.github.spotbatch.internal.compile.Names;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells what belongs to one stack of a Region, or to any. Names only make candidates; the tags
 * decide.
 *
 * @param stack the stack, or null for all of them
 * @param adopted what counts as the stack's own too if it is nobody's, or null
 */
record Ownership(String region, @Nullable String stack, @Nullable CompiledResource adopted) {

  Ownership(String region, @Nullable String stack) {
    this(region, stack, null);
  }

  static Ownership of(Names names) {
    return new Ownership(names.region(), names.stack());
  }

  /** Whether a name that begins with its stack's can be one of ours. */
  boolean mayOwn(String awsName) {
    return stack == null || awsName.startsWith(stack + "-");
  }

  /** As {@link #mayOwn}, of what is in IAM, where the Region is part of the name. */
  boolean mayOwnInIam(String awsName) {
    return stack == null || awsName.startsWith(new Names(stack, region).role(""));
  }

  /** As {@link #mayOwn}, of log groups, of which a stack has one. */
  boolean mayOwnLogGroup(String awsName) {
    return stack == null || awsName.equals(new Names(stack, region).logGroup());
  }

  Optional<Owned> owned(ResourceKind kind, Map<String, String> tags, String awsName, String id) {
    boolean isProtected = tags.containsKey(Names.PROTECTED_TAG);
    return check(kind, tags, awsName, id).map(resource -> new Owned(resource, isProtected));
  }

  Optional<AwsResource> check(
      ResourceKind kind, Map<String, String> tags, String awsName, String id) {
    String owner = tags.get(Names.STACK_TAG);
    if (owner != null && owns(tags)) {
      String name = tags.getOrDefault(Names.NAME_TAG, awsName);
      return Optional.of(new AwsResource(kind, owner, name, awsName, id));
    }
    CompiledResource wanted = adopted;
    return stack != null && wanted != null && isPlace(wanted, awsName) && isNobodys(tags)
        ? Optional.of(new AwsResource(kind, stack, wanted.name(), awsName, id))
        : Optional.empty();
  }

  /** Whether tags say that something belongs to the stack. */
  boolean owns(Map<String, String> tags) {
    String owner = tags.get(Names.STACK_TAG);
    return owner != null
        && region.equals(tags.get(Names.REGION_TAG))
        && (stack == null || stack.equals(owner));
  }

  /** Whether tags name no other stack; somebody may have taken one of the stack's own away. */
  boolean isNobodys(Map<String, String> tags) {
    String owner = tags.get(Names.STACK_TAG);
    String where = tags.getOrDefault(Names.REGION_TAG, region);
    return owner == null || (owner.equals(stack) && where.equals(region));
  }

  /** Other generations of an environment, for example, are not what is named. */
  private static boolean isPlace(CompiledResource wanted, String awsName) {
    return awsName.equals(wanted.awsName()) || awsName.startsWith(wanted.awsName() + ":");
  }
}
