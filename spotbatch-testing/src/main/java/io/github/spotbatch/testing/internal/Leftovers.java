package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.ec2.InstanceState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the stacks of one account and Region leave outside Batch once nothing of them is left in
 * Batch.
 */
public final class Leftovers {

  private static final String STACK = "spotbatch:stack";
  private static final String REGION = "spotbatch:region";

  private final Scope scope;
  private final Set<String> stacks = new LinkedHashSet<>();

  public Leftovers(Scope scope) {
    this.scope = scope;
  }

  /** Something was made in Batch with these tags. */
  public void made(Map<String, String> tags) {
    String stack = tags.get(STACK);
    if (stack != null) {
      stacks.add(stack);
    }
  }

  /**
   * What is left.
   *
   * @param inBatch the tags of all that Batch has
   */
  public List<String> of(List<Map<String, String>> inBatch) {
    List<String> left = new ArrayList<>();
    for (String stack : stacks) {
      if (inBatch.stream().noneMatch(tags -> stack.equals(tags.get(STACK)))) {
        outsideBatch(tags -> stack.equals(tags.get(STACK)))
            .forEach(what -> left.add("of stack " + stack + ", " + what + " is left"));
      }
    }
    return left;
  }

  private List<String> outsideBatch(Predicate<Map<String, String>> owned) {
    List<String> left = new ArrayList<>();
    // IAM is the same in every Region, and a stack of the same name may live in another one.
    Predicate<Map<String, String>> ownedHere =
        owned.and(tags -> scope.region().equals(tags.getOrDefault(REGION, scope.region())));
    scope.iam().roles().stream()
        .filter(role -> ownedHere.test(role.tags()))
        .forEach(role -> left.add("role " + role.name()));
    scope.iam().profiles().stream()
        .filter(profile -> ownedHere.test(profile.tags()))
        .forEach(profile -> left.add("instance profile " + profile.name()));
    scope.ec2().taggableIds().stream()
        .filter(id -> scope.ec2().tags(id).filter(owned).isPresent())
        .filter(id -> scope.ec2().instance(id).filter(Leftovers::gone).isEmpty())
        .forEach(id -> left.add("EC2's " + id));
    scope.ecr().repositories().stream()
        .filter(repository -> owned.test(repository.tags()))
        .forEach(repository -> left.add("repository " + repository.name()));
    scope.logs().groups().stream()
        .filter(group -> owned.test(group.tags()))
        .forEach(group -> left.add("log group " + group.name()));
    return left;
  }

  private static boolean gone(Instance instance) {
    return instance.state() == InstanceState.TERMINATED;
  }
}
