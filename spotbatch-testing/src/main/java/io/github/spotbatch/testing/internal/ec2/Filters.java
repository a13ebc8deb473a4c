package io.github.spotbatch.testing.internal.ec2;

import io.github.spotbatch.testing.internal.Parameters;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters of one describe operation: all must match, each by any of its values, in which {@code
 * *} and {@code ?} are wild.
 */
final class Filters<T> {

  private static final String TAG_PREFIX = "tag:";

  private final String operation;
  private final Map<String, Function<T, List<String>>> fields = new HashMap<>();
  private Function<T, Map<String, String>> tags = it -> Map.of();
  private boolean taggable;

  Filters(String operation) {
    this.operation = operation;
  }

  /** A filter on something that each has. */
  Filters<T> on(String name, Function<T, String> value) {
    return onAny(name, value.andThen(List::of));
  }

  /** A filter on something that each may have none or several of. */
  Filters<T> onAny(String name, Function<T, List<String>> values) {
    fields.put(name, values);
    return this;
  }

  /** The filters {@code tag:<key>} and {@code tag-key}. */
  Filters<T> onTags(Function<T, Map<String, String>> newTags) {
    tags = newTags;
    taggable = true;
    return onAny("tag-key", newTags.andThen(map -> List.copyOf(map.keySet())));
  }

  /** Those that match all filters, in their order. */
  List<T> apply(Ec2Request request, List<Filter> filters, Collection<T> all) {
    return all.stream().filter(all(request, filters)).toList();
  }

  /** Whether one matches all filters. */
  Predicate<T> all(Ec2Request request, List<Filter> filters) {
    Predicate<T> matching = it -> true;
    for (Filter filter : filters) {
      Function<T, List<String>> values = values(request, filter.name());
      List<Pattern> patterns = filter.values().stream().map(Filters::pattern).toList();
      matching =
          matching.and(
              it ->
                  values.apply(it).stream()
                      .anyMatch(value -> patterns.stream().anyMatch(matches(value))));
    }
    return matching;
  }

  private Function<T, List<String>> values(Ec2Request request, String name) {
    boolean byTag = name != null && name.startsWith(TAG_PREFIX) && taggable;
    if (!byTag && !KnownFilters.has(operation, name)) {
      throw Ec2Faults.invalidValue("The filter '" + name + "' is invalid");
    }
    if (byTag) {
      String key = name.substring(TAG_PREFIX.length());
      return it -> Stream.ofNullable(tags.apply(it).get(key)).toList();
    }
    Function<T, List<String>> values = fields.get(name);
    if (values == null) {
      throw Parameters.unsupported(request, "filter", name);
    }
    return values;
  }

  private static Predicate<Pattern> matches(String value) {
    return pattern -> pattern.matcher(value).matches();
  }

  private static Pattern pattern(String value) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      regex.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
