package io.github.spotbatch.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How narrowly some actions can be allowed: one statement of a policy.
 *
 * @param sid names the statement
 * @param actions those that can be allowed so
 * @param resources the ARNs, or {@code *} where the actions are of no resource
 * @param conditions the values by their keys by the operators
 */
record PolicyGrant(
    String sid,
    List<String> actions,
    List<String> resources,
    Map<String, Map<String, List<String>>> conditions) {

  static PolicyGrant of(String sid, List<String> resources, String... actions) {
    return new PolicyGrant(sid, List.of(actions), resources, Map.of());
  }

  PolicyGrant when(String operator, String key, String... values) {
    Map<String, Map<String, List<String>>> more = new LinkedHashMap<>(conditions);
    more.put(operator, Map.of(key, List.of(values)));
    return new PolicyGrant(sid, actions, resources, more);
  }
}
