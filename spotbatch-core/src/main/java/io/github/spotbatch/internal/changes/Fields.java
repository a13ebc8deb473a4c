package io.github.spotbatch.internal.changes;

import io.github.spotbatch.FieldChange;
import io.github.spotbatch.internal.compile.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The members of a request in which two differ, each without what is below it. */
final class Fields {

  static final String TAGS = "tags";

  private static final String RESOURCES = "computeResources.";

  private final List<FieldChange> changes;
  private final Set<String> names = new TreeSet<>();

  Fields(List<FieldChange> changes) {
    this.changes = changes;
    changes.forEach(change -> names.add(member(change.path())));
  }

  /** A member of the request, or of its compute resources, which then stand before it. */
  private static String member(String path) {
    boolean within = path.startsWith(RESOURCES);
    String rest = within ? path.substring(RESOURCES.length()) : path;
    String name = rest.replaceFirst("[.\\[].*", "");
    return within ? RESOURCES + name : name;
  }

  Set<String> names() {
    return names;
  }

  boolean has(String name) {
    return names.contains(name);
  }

  /** Those of the members that are not among the given ones. */
  Set<String> but(Set<String> known) {
    Set<String> others = new TreeSet<>(names);
    others.removeAll(known);
    return others;
  }

  /** All changes of a member and of what is in it. */
  List<FieldChange> changesOf(String member) {
    return changes.stream().filter(change -> member(change.path()).equals(member)).toList();
  }

  /** The change of a member as a whole. */
  Optional<FieldChange> change(String path) {
    return changes.stream().filter(change -> change.path().equals(path)).findFirst();
  }

  /** Those of the wanted tags that are not there so. */
  Map<String, String> tags(Map<String, String> wanted) {
    Map<String, String> differing = new TreeMap<>(wanted);
    differing.keySet().removeIf(key -> !tagDiffers(key));
    return differing;
  }

  /** Tags come as a map or as a list, and all of them differ if there are none. */
  boolean tagDiffers(String key) {
    Pattern path =
        Pattern.compile(
            "(tagSpecifications\\[[^]]*]\\.)?tags(\\.%1$s|\\[%1$s](\\.value)?)?"
                .formatted(Pattern.quote(key)));
    return changes.stream().anyMatch(change -> path.matcher(change.path()).matches());
  }

  /** Whether the tag that protects a stack is there and not wanted. */
  boolean isUnprotected(Map<String, String> wanted) {
    return !wanted.containsKey(Names.PROTECTED_TAG) && tagDiffers(Names.PROTECTED_TAG);
  }

  boolean onlyTags() {
    return names.equals(Set.of(TAGS));
  }
}
