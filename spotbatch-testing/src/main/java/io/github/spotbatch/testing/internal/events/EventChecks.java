package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Constraint;
import io.github.spotbatch.testing.internal.Page;
import io.github.spotbatch.testing.internal.Parameters;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/** The checks that EventBridge's operations share. */
final class EventChecks {

  private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[\\.\\-_A-Za-z0-9]+");
  private static final int MAX_NAME = 64;
  private static final int MAX_PAGE = 100;
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG_KEY = 128;

  private EventChecks() {}

  /** The name of a rule or the id of a target. */
  static String name(String member, @Nullable String value) {
    EventFaults.refuse(Constraint.text(member, value, MAX_NAME, NAME));
    return String.valueOf(value);
  }

  /** Refuses a list that is longer than the service takes at once, or empty. */
  static void size(String member, Collection<?> list, int max) {
    if (list.isEmpty()) {
      EventFaults.refuse(
          Constraint.broken("'[]'", member, "Member must have length greater than or equal to 1"));
    }
    if (list.size() > max) {
      EventFaults.refuse(
          Constraint.broken(
              "'" + list + "'", member, "Member must have length less than or equal to " + max));
    }
  }

  /**
   * Refuses what the fake does not model: every bus but the default one, and parameters that are
   * not read.
   */
  static void request(AwsRequest request, String... modelled) {
    Parameters.only(request, modelled);
    request
        .getValueForField("EventBusName", String.class)
        .filter(bus -> !isDefaultBus(bus))
        .ifPresent(
            bus -> {
              throw Parameters.unsupported(request, "EventBusName", bus);
            });
  }

  static boolean isDefaultBus(String nameOrArn) {
    return nameOrArn.equals("default")
        || nameOrArn.matches("arn:[^:]+:events:[^:]*:\\d{12}:event-bus/default");
  }

  static <T> Page<T> page(
      List<T> all, Function<T, String> key, @Nullable String token, @Nullable Integer limit) {
    EventFaults.refuse(Constraint.range("limit", limit, 1, MAX_PAGE));
    return Page.byKey(all, key, token, limit == null ? MAX_PAGE : limit)
        // The text is not known.
        .orElseThrow(() -> EventFaults.validation("The specified nextToken is not valid."));
  }

  static void tag(Map<String, String> tags, List<Tag> added) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < added.size(); i++) {
      EventFaults.refuse(
          Constraint.text(
              "tags." + (i + 1) + ".member.key", added.get(i).key(), MAX_TAG_KEY, ANYTHING));
    }
    for (Tag tag : added) {
      if (!keys.add(tag.key())) {
        throw EventFaults.validation("Invalid parameter: Duplicated keys are not allowed.");
      }
      if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        // The text is not known.
        throw EventFaults.validation("Tag keys must not start with the reserved prefix aws:");
      }
    }
    Set<String> all = new HashSet<>(tags.keySet());
    all.addAll(keys);
    if (all.size() > MAX_TAGS) {
      throw EventFaults.limitExceeded();
    }
    added.forEach(tag -> tags.put(tag.key(), tag.value() == null ? "" : tag.value()));
  }
}
