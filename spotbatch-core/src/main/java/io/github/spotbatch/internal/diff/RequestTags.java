package io.github.spotbatch.internal.diff;

import io.github.spotbatch.internal.diff.RequestTree.Struct;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequest;

/** The tags that requests put on the thing that they make. */
public final class RequestTags {

  private RequestTags() {}

  /**
   * Finds them, in whatever form the service has them.
   *
   * @param requests those that make one thing, the one that begins it first; none have no tags
   */
  public static Map<String, String> of(List<AwsRequest> requests) {
    Map<String, String> tags = new TreeMap<>();
    if (!requests.isEmpty()) {
      Map<String, Object> members = RequestTree.of(requests.get(0)).members();
      add(tags, members.get("tags"));
      if (members.get("tagSpecifications") instanceof Collection<?> specifications) {
        specifications.forEach(each -> add(tags, ((Struct) each).members().get("tags")));
      }
    }
    return tags;
  }

  private static void add(Map<String, String> tags, @Nullable Object given) {
    if (given instanceof Map<?, ?> map) {
      map.forEach((key, value) -> tags.put(key.toString(), value.toString()));
    } else if (given instanceof Collection<?> list) {
      for (Object each : list) {
        Map<String, Object> tag = ((Struct) each).members();
        tags.put(String.valueOf(tag.get("key")), String.valueOf(tag.getOrDefault("value", "")));
      }
    }
  }
}
