package io.github.spotbatch.testing.internal.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of one security group, the oldest first. */
public final class GroupRules {

  private final Map<GroupRule, Entry> entries = new LinkedHashMap<>();

  GroupRules() {}

  /**
   * A rule with what does not tell it from others.
   *
   * @param description empty if it has none
   */
  record Entry(String id, GroupRule rule, String description) {}

  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  List<Entry> all(boolean egress) {
    return entries.values().stream().filter(entry -> entry.rule().egress() == egress).toList();
  }

  Optional<Entry> find(GroupRule rule) {
    return Optional.ofNullable(entries.get(rule));
  }

  void add(Entry entry) {
    entries.put(entry.rule(), entry);
  }

  void remove(Entry entry) {
    entries.remove(entry.rule());
  }

  /** Whether a rule lets pass what comes from or goes to a group. */
  boolean referTo(String groupId) {
    return entries.keySet().stream()
        .anyMatch(
            rule -> rule.peer().is(GroupRule.PeerKind.GROUP) && rule.peer().id().equals(groupId));
  }
}
