package io.github.spotbatch.testing.internal.access;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One permission that a call needs.
 *
 * @param action such as {@code batch:SubmitJob}
 * @param resource its ARN, or {@code *} if the action is of no resource
 * @param shown how a refusal names the resource; empty if it names none
 * @param context the condition keys that the call has, in small letters
 */
public record Needed(String action, String resource, String shown, Map<String, String> context) {

  static final String REQUEST_TAG = "aws:requesttag/";
  static final String RESOURCE_TAG = "aws:resourcetag/";

  public Needed {
    context = Map.copyOf(context);
  }

  public static Needed of(String action, String resource) {
    return new Needed(action, resource, resource, Map.of());
  }

  /** The same under the name that refusals have for the resource. */
  Needed shownAs(String name) {
    return new Needed(action, resource, name, context);
  }

  /** The same of another action. */
  Needed of(String otherAction) {
    return new Needed(otherAction, resource, shown, context);
  }

  /** With one more condition key, if the call has it. */
  Needed with(String key, @Nullable String value) {
    return value == null ? this : with("", Map.of(key, value));
  }

  /** With the tags that the call gives to the resource. */
  Needed requestTags(Map<String, String> tags) {
    return with(REQUEST_TAG, tags);
  }

  /** With the tags that the resource has. */
  Needed resourceTags(Map<String, String> tags) {
    return with(RESOURCE_TAG, tags);
  }

  private Needed with(String prefix, Map<String, String> values) {
    Map<String, String> more = new TreeMap<>(context);
    values.forEach((key, value) -> more.put((prefix + key).toLowerCase(Locale.ROOT), value));
    return new Needed(action, resource, shown, more);
  }
}
