package io.github.spotbatch.testing.internal.ec2;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Why an instance went, in EC2's words.
 *
 * @param code such as {@code Server.SpotInstanceTermination}
 */
public record StateReason(String code) {

  /** A call of TerminateInstances, which is also how Auto Scaling takes its instances away. */
  public static final String USER_INITIATED = "Client.UserInitiatedShutdown";

  /** EC2 took a Spot instance back. */
  public static final String SPOT_TERMINATION = "Server.SpotInstanceTermination";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'GMT'").withZone(ZoneOffset.UTC);

  /** The sentence of {@code StateReason.Message}. */
  public String message() {
    return switch (code) {
      case USER_INITIATED -> code + ": User initiated shutdown";
      case SPOT_TERMINATION -> code + ": Spot instance termination";
      default -> code;
    };
  }

  /** The sentence of {@code StateTransitionReason}. */
  public String transition(Instant at) {
    return code.equals(USER_INITIATED) ? "User initiated (" + TIME.format(at) + ")" : message();
  }
}
