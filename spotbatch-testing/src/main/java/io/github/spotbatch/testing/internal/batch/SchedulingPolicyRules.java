package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.FairsharePolicy;
import software.amazon.awssdk.services.batch.model.ShareAttributes;

/** What Batch refuses at once when a scheduling policy is created or changed. */
final class SchedulingPolicyRules {

  static final int MAX_SHARES = 500;
  static final Pattern SHARE = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern SHARE_OR_PREFIX = Pattern.compile(SHARE + "\\*?");
  private static final int MAX_DECAY_SECONDS = 604_800;
  private static final int MAX_RESERVATION = 99;
  private static final float MIN_WEIGHT = 0.0001f;
  private static final float MAX_WEIGHT = 999.9999f;

  private final World world;

  SchedulingPolicyRules(World world) {
    this.world = world;
  }

  void name(@Nullable String name) {
    if (name == null || !EnvironmentRules.NAME.matcher(name).matches()) {
      throw Refusals.wrapped(world, "Scheduling policy name should match a valid pattern.");
    }
  }

  void fairShare(@Nullable FairsharePolicy policy) {
    if (policy == null) {
      return;
    }
    Integer decay = policy.shareDecaySeconds();
    if (decay != null && (decay < 0 || decay > MAX_DECAY_SECONDS)) {
      // The bounds are documented; the text is not known.
      throw Refusals.wrapped(world, "Share decay seconds should be between 0 and 604800.");
    }
    Integer reservation = policy.computeReservation();
    if (reservation != null && (reservation < 0 || reservation > MAX_RESERVATION)) {
      // The bounds are documented; the text is not known.
      throw Refusals.wrapped(world, "Compute reservation should be between 0 and 99.");
    }
    shares(policy.shareDistribution());
  }

  private void shares(List<ShareAttributes> shares) {
    if (shares.size() > MAX_SHARES) {
      throw Refusals.wrapped(world, "ShareDistribution size cannot be greater than 500.");
    }
    Set<String> seen = new HashSet<>();
    for (ShareAttributes share : shares) {
      String identifier = share.shareIdentifier();
      if (identifier == null || !SHARE_OR_PREFIX.matcher(identifier).matches()) {
        throw Refusals.wrapped(world, "ShareIdentifier name should match a valid pattern.");
      }
      Float weight = share.weightFactor();
      if (weight != null && !(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
        throw Refusals.wrapped(world, "Weight factor should be between 0.0001 and 999.9999.");
      }
      if (!seen.add(identifier)) {
        throw Refusals.wrapped(world, "Cannot have two or more identical shareIdentifiers.");
      }
    }
    overlaps(seen);
  }

  private void overlaps(Set<String> identifiers) {
    for (String prefix : identifiers) {
      for (String other : identifiers) {
        boolean covered =
            prefix.endsWith("*") && other.startsWith(prefix.substring(0, prefix.length() - 1));
        if (covered && !other.equals(prefix)) {
          throw Refusals.wrapped(
              world,
              "Share identifier %s matches another share identifier %s.".formatted(other, prefix));
        }
      }
    }
  }
}
