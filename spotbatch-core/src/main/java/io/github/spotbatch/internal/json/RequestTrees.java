package io.github.spotbatch.internal.json;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Requests of the AWS SDK as trees of one member, such as {@code iam:CreateRole}. */
final class RequestTrees {

  private static final String CLASS = "software.amazon.awssdk.services.%s.model.%sRequest";

  private static final Pattern CLASS_NAME =
      Pattern.compile(CLASS.replace(".", "\\.").formatted("(\\w+)", "(\\w+)"));

  private static final Pattern OPERATION = Pattern.compile("([a-z0-9]+):([A-Z]\\w*)");

  private RequestTrees() {}

  static Map<String, Object> write(AwsRequest request) {
    Matcher name = CLASS_NAME.matcher(request.getClass().getName());
    if (!name.matches() || request.overrideConfiguration().isPresent()) {
      throw new IllegalStateException(request + " is no plain request of the AWS SDK");
    }
    return Map.of(
        name.group(1) + ":" + name.group(2), PojoJson.tree(request, UnaryOperator.identity()));
  }

  static AwsRequest read(JsonNode node, String path) {
    Map<String, JsonNode> members = Nodes.members(node, path);
    if (members.size() != 1) {
      throw Nodes.wrong(node, path, "one request, such as {\"iam:CreateRole\": {...}}");
    }
    String operation = members.keySet().iterator().next();
    SdkPojo builder = builder(operation, node, path);
    return (AwsRequest)
        PojoJson.read(builder, members.values().iterator().next(), path + "." + operation);
  }

  private static SdkPojo builder(String operation, JsonNode node, String path) {
    Matcher parts = OPERATION.matcher(operation);
    if (parts.matches()) {
      try {
        Class<?> type = Class.forName(CLASS.formatted(parts.group(1), parts.group(2)));
        if (AwsRequest.class.isAssignableFrom(type)) {
          return (SdkPojo) type.getMethod("builder").invoke(null);
        }
      } catch (ClassNotFoundException | NoSuchMethodException e) {
        // No such request, or its jar is not there; both are said below.
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(operation + " has no builder", e);
      }
    }
    throw BadJsonException.of(
        path + "." + operation,
        Nodes.shown(node),
        "give an operation of AWS, such as iam:CreateRole, whose jar is on the class path");
  }
}
