package io.github.spotbatch.testing.internal.events;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule of the default event bus with its targets. */
public final class EventRule {

  private final String name;
  private final String arn;
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, EventTarget> targets = new LinkedHashMap<>();
  private Terms terms;
  private boolean enabled;

  /**
   * What PutRule replaces as a whole.
   *
   * @param text the pattern as it was given
   */
  public record Terms(
      String text, EventPattern pattern, @Nullable String description, @Nullable String roleArn) {}

  EventRule(String name, String arn, Terms terms, boolean enabled) {
    this.name = name;
    this.arn = arn;
    this.terms = terms;
    this.enabled = enabled;
  }

  public String name() {
    return name;
  }

  public String arn() {
    return arn;
  }

  public Terms terms() {
    return terms;
  }

  public boolean enabled() {
    return enabled;
  }

  /** The tags, live: tagging changes them. */
  public Map<String, String> tags() {
    return tags;
  }

  /** The targets by id, live. */
  public Map<String, EventTarget> targets() {
    return targets;
  }

  /** The one with this id. */
  public Optional<EventTarget> target(String id) {
    return Optional.ofNullable(targets.get(id));
  }

  void replace(Terms newTerms, boolean nowEnabled) {
    terms = newTerms;
    enabled = nowEnabled;
  }

  void enable(boolean nowEnabled) {
    enabled = nowEnabled;
  }
}
