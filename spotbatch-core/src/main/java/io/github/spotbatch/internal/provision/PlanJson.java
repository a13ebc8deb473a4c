package io.github.spotbatch.internal.provision;

import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.internal.json.BadJsonException;
import io.github.spotbatch.internal.json.JsonText;
import io.github.spotbatch.internal.json.Nodes;
import io.github.spotbatch.internal.json.ValueJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A plan as a text that another JVM can read. It is meant to be looked at and not to be edited:
 * what was approved is what is applied.
 */
public final class PlanJson {

  /** To be raised with every change of what a plan consists of. */
  private static final int VERSION = 1;

  private static final String FORMAT = "spotbatchPlan";
  private static final String DIGEST = "sha256";
  private static final String PLAN = "plan";

  private static final String AGAIN = "write the plan to JSON again";

  private PlanJson() {}

  public static String write(StackPlan plan) {
    Object tree = ValueJson.tree(plan);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(FORMAT, VERSION);
    document.put(PLAN, tree);
    document.put(DIGEST, digest(tree));
    return JsonText.compact(document) + "\n";
  }

  /**
   * Reads a plan.
   *
   * @throws ProvisioningException if the text is not what a plan was written as
   */
  public static StackPlan read(String text) {
    try {
      return plan(Nodes.parse(text, AGAIN));
    } catch (BadJsonException e) {
      throw new ProvisioningException(
          "This is no plan that can be applied. " + e.getMessage() + ".",
          "plan",
          "read",
          null,
          null,
          e);
    }
  }

  private static StackPlan plan(JsonNode document) {
    Map<String, JsonNode> members = Nodes.members(document, "The text");
    JsonNode version = member(members, FORMAT);
    if (Nodes.number(version, FORMAT, Integer::valueOf) != VERSION) {
      throw BadJsonException.of(
          FORMAT,
          version.asNumber(),
          "plan again, or apply it by the version of spotbatch that wrote it: this one reads "
              + VERSION);
    }
    List<String> known = List.of(FORMAT, PLAN, DIGEST);
    members.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            throw Nodes.unknown(name, node, known);
          }
        });
    String digest = Nodes.text(member(members, DIGEST), DIGEST);
    StackPlan plan = ValueJson.read(StackPlan.class, member(members, PLAN), PLAN);
    PlanChecks.requireSound(plan);
    if (!digest(ValueJson.tree(plan)).equals(digest)) {
      throw BadJsonException.of(
          DIGEST, digest, "it is not that of the plan, which was changed since: " + AGAIN);
    }
    return plan;
  }

  private static JsonNode member(Map<String, JsonNode> members, String name) {
    JsonNode member = members.get(name);
    if (member == null) {
      throw BadJsonException.of(name, "missing", AGAIN);
    }
    return member;
  }

  /** Of what it says, however it is laid out. */
  private static String digest(Object tree) {
    try {
      byte[] bytes = JsonText.of(tree).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
