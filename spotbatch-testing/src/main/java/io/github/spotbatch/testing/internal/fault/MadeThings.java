package io.github.spotbatch.testing.internal.fault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;

/**
 * Finds by the names of members, for all services alike, what a call has made and where it is
 * listed: CreateJobQueue answers with a jobQueueArn, and so does each queue that is described.
 */
final class MadeThings {

  private static final Pattern MAKING = Pattern.compile("(?:Submit|Create|Register)(.+)");
  private static final Pattern IDENTITY = Pattern.compile("(.*?)(?:id|arn)");

  private MadeThings() {}

  /** The ids and ARNs of what a call has made, by the names of their members. */
  static Map<String, String> of(String operation, SdkResponse response) {
    Matcher making = MAKING.matcher(operation);
    Map<String, String> marks = new LinkedHashMap<>();
    if (!making.matches()) {
      return marks;
    }
    String thing = making.group(1).toLowerCase(Locale.ROOT);
    for (SdkField<?> field : response.sdkFields()) {
      Object value = field.getValueOrDefault(response);
      if (value instanceof SdkPojo structure && thing.endsWith(name(field))) {
        structure.sdkFields().forEach(it -> mark(marks, thing, it, structure));
      } else {
        mark(marks, thing, field, response);
      }
    }
    return marks;
  }

  /** A member whose name means the thing, such as groupId of a SecurityGroup. */
  private static void mark(
      Map<String, String> marks, String thing, SdkField<?> field, SdkPojo holder) {
    Matcher identity = IDENTITY.matcher(name(field));
    if (identity.matches()
        && thing.endsWith(identity.group(1))
        && field.getValueOrDefault(holder) instanceof String value) {
      marks.put(name(field), value);
    }
  }

  /**
   * A response as it was before the first of these things was made that it lists.
   *
   * @param asOf the time whose state it shows
   */
  static Answer without(
      Map<Lag.Mark, Instant> made, CallSite site, SdkResponse response, Instant asOf) {
    SdkResponse.Builder thinned = response.toBuilder();
    Instant before = asOf;
    for (SdkField<?> field : response.sdkFields()) {
      if (field.getValueOrDefault(response) instanceof List<?> elements) {
        List<Object> kept = new ArrayList<>();
        for (Object element : elements) {
          Instant since = since(made, site, element);
          if (since == null) {
            kept.add(element);
          } else if (since.isBefore(before)) {
            before = since;
          }
        }
        if (kept.size() < elements.size()) {
          field.set(thinned, kept);
        }
      }
    }
    return new Answer(thinned.build(), null, before);
  }

  private static @Nullable Instant since(
      Map<Lag.Mark, Instant> made, CallSite site, Object element) {
    if (element instanceof SdkPojo listed) {
      for (SdkField<?> field : listed.sdkFields()) {
        Instant since =
            field.getValueOrDefault(listed) instanceof String value
                ? made.get(new Lag.Mark(site, name(field), value))
                : null;
        if (since != null) {
          return since;
        }
      }
    }
    return null;
  }

  private static String name(SdkField<?> field) {
    return field.memberName().toLowerCase(Locale.ROOT);
  }
}
