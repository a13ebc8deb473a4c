package io.github.spotbatch.testing.internal.ecr;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotbatch.testing.internal.World;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tags of a repository, in pages. */
final class TagsEndpoint {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_PAGE = 1_000;

  private final World world;

  TagsEndpoint(World world) {
    this.world = world;
  }

  void answer(RegistryExchange exchange, EcrState caller, String name) throws IOException {
    if (!exchange.method().equals("GET")) {
      throw RegistryFault.notModelled(exchange.method() + " of tags");
    }
    int size = exchange.query("n").map(TagsEndpoint::size).orElse(LARGEST_PAGE);
    String last = exchange.query("last").orElse("");
    List<String> rest =
        world.locked(
            () ->
                RepositoryCalls.required(caller, name).images().stream()
                    .flatMap(image -> image.tags().stream())
                    .filter(tag -> tag.compareTo(last) > 0)
                    .sorted()
                    .toList());
    List<String> page = rest.subList(0, Math.min(size, rest.size()));
    if (page.size() < rest.size() && !page.isEmpty()) {
      String from = URLEncoder.encode(page.get(page.size() - 1), StandardCharsets.UTF_8);
      String next = "/v2/" + name + "/tags/list?last=" + from + "&n=" + size;
      exchange.with("Link", "<" + next + ">; rel=\"next\"");
    }
    ObjectNode answer = JSON.createObjectNode().put("name", name);
    page.forEach(answer.putArray("tags")::add);
    exchange.answer(200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static int size(String n) {
    if (!n.matches("[1-9]\\d{0,8}")) {
      // The code of the specification; ECR's sentence is not known.
      throw new RegistryFault(
          400, "PAGINATION_NUMBER_INVALID", "the number of tags must be positive, was " + n);
    }
    return Math.min(LARGEST_PAGE, Integer.parseInt(n));
  }
}
