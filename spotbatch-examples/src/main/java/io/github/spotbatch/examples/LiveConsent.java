package io.github.spotbatch.examples;

import io.github.spotbatch.spec.ComputeEnvironmentSpec;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.StackSpec;
import java.io.Console;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** Says what a run on a real account can cost at most, and asks whether that is meant. */
final class LiveConsent {

  /** The largest of the recipe's instances, by which Batch may pass its maximum. */
  private static final int LARGEST_VCPUS = 8;

  private final Aws aws;
  private final RecipeOptions options;
  private final Story story;

  LiveConsent(Aws aws, RecipeOptions options, Story story) {
    this.aws = aws;
    this.options = options;
    this.story = story;
  }

  boolean given(String account, StackSpec stack) {
    BigDecimal vcpuHours = upperBound(stack);
    story.detail(
        "at most " + vcpuHours + " vCPU-hours of Spot instances" + money(stack, vcpuHours));
    if (options.yes && account.equals(options.account)) {
      return true;
    }
    if (options.yes || options.account != null) {
      story.line(
          "--yes needs --account ID with the account that these credentials belong to, which is "
              + account
              + ".");
      return false;
    }
    Console console = Terminal.console();
    if (console == null) {
      story.line("This is no terminal to ask on: give --yes --account " + account + ".");
      return false;
    }
    String answer = console.readLine("Type the account's number to go on (it is %s): ", account);
    boolean meant = account.equals(answer == null ? "" : answer.strip());
    if (!meant) {
      story.line("That is not the account's number; nothing was made.");
    }
    return meant;
  }

  /** All jobs use all attempts up to their timeouts, and one instance idles for as long. */
  private static BigDecimal upperBound(StackSpec stack) {
    JobDefinitionSpec job = stack.jobDefinitions().get(0);
    Duration timeout = job.timeout().orElseThrow();
    int jobs = 1 + RecipeJobs.MORE_JOBS;
    long vcpuMinutes =
        (long) jobs * job.vcpus() * job.retryPolicy().attempts() * timeout.toMinutes()
            + LARGEST_VCPUS * 60L;
    return BigDecimal.valueOf(vcpuMinutes).divide(BigDecimal.valueOf(60), 1, RoundingMode.CEILING);
  }

  /** The same in money at the highest price per vCPU-hour quoted now, if any is. */
  private String money(StackSpec stack, BigDecimal vcpuHours) {
    Instant now = aws.time().now();
    ComputeEnvironmentSpec environment = stack.computeEnvironments().get(0);
    Optional<BigDecimal> highest =
        aws
            .ec2()
            .describeSpotPriceHistoryPaginator(
                request ->
                    request
                        .startTime(now)
                        .instanceTypes(
                            environment.instanceTypes().stream()
                                .map(InstanceType::fromValue)
                                .toList())
                        .productDescriptions("Linux/UNIX"))
            .spotPriceHistory()
            .stream()
            .map(LiveConsent::perVcpuHour)
            .max(Comparator.naturalOrder());
    return highest
        .map(
            price ->
                ", USD %s at the highest Spot price of its types as of %s; logs and images come on top"
                    .formatted(
                        price.multiply(vcpuHours).setScale(2, RoundingMode.CEILING),
                        now.truncatedTo(ChronoUnit.SECONDS)))
        .orElse("; EC2 quotes no Spot price, so what that costs is unknown");
  }

  private static BigDecimal perVcpuHour(SpotPrice price) {
    String type = price.instanceTypeAsString();
    int vcpus = type.endsWith(".2xlarge") ? 8 : type.endsWith(".xlarge") ? 4 : 2;
    return new BigDecimal(price.spotPrice())
        .divide(BigDecimal.valueOf(vcpus), 6, RoundingMode.CEILING);
  }
}
