package io.github.spotbatch.testing.internal.iam;

import java.util.Map;
import java.util.Set;

/**
 * An AWS service that assumes a role.
 *
 * @param principals the names that a trust policy may have for it
 * @param keys the condition keys that it sends, in small letters; a condition on any other key
 *     holds only if the key may be absent
 */
public record Assumer(Set<String> principals, Map<String, String> keys) {

  static final String SOURCE_ACCOUNT = "aws:sourceaccount";
  static final String SOURCE_ARN = "aws:sourcearn";

  /** The principals of the services that the fake plays. */
  static final Set<String> PLAYED =
      Set.of(
          "batch.amazonaws.com",
          "ecs-tasks.amazonaws.com",
          "events.amazonaws.com",
          "ec2.amazonaws.com",
          "ec2.amazonaws.com.cn",
          "spotfleet.amazonaws.com");

  public Assumer {
    principals = Set.copyOf(principals);
    keys = Map.copyOf(keys);
  }

  /** Batch, for an environment. */
  public static Assumer batch(String account, String environmentArn) {
    return of("batch.amazonaws.com", account, environmentArn);
  }

  /**
   * ECS, for a task.
   *
   * @param everyArn the ARN of all of ECS in the account and Region. AWS documents that a condition
   *     can name nothing smaller, but not what is sent.
   */
  public static Assumer ecsTasks(String account, String everyArn) {
    return of("ecs-tasks.amazonaws.com", account, everyArn);
  }

  /** EventBridge, for the target of a rule. */
  public static Assumer events(String account, String ruleArn) {
    return of("events.amazonaws.com", account, ruleArn);
  }

  /** EC2, for an instance. It goes by another name too in China. */
  static Assumer ec2() {
    return new Assumer(Set.of("ec2.amazonaws.com", "ec2.amazonaws.com.cn"), Map.of());
  }

  /** Spot Fleet. */
  public static Assumer spotFleet() {
    return new Assumer(Set.of("spotfleet.amazonaws.com"), Map.of());
  }

  private static Assumer of(String principal, String account, String arn) {
    return new Assumer(Set.of(principal), Map.of(SOURCE_ACCOUNT, account, SOURCE_ARN, arn));
  }
}
