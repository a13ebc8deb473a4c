package io.github.spotbatch.testing.internal.wire;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** SDK objects as XML. */
final class XmlWriter {

  private final StringBuilder xml = new StringBuilder();

  XmlWriter open(String name) {
    xml.append('<').append(name).append('>');
    return this;
  }

  XmlWriter close(String name) {
    xml.append("</").append(name).append('>');
    return this;
  }

  XmlWriter leaf(String name, String text) {
    open(name);
    text.chars().forEach(c -> append((char) c));
    return close(name);
  }

  private void append(char c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '\r' -> xml.append("&#13;"); // a parser would make a line feed of it
      default -> xml.append(c);
    }
  }

  /** An element for each field that is set. */
  XmlWriter members(SdkPojo pojo) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Object value = Shapes.get(field, pojo);
      if (value != null) {
        element(field.unmarshallLocationName(), field, value);
      }
    }
    return this;
  }

  private void element(String name, SdkField<?> field, Object value) {
    if (value instanceof SdkPojo pojo) {
      open(name).members(pojo).close(name);
    } else if (value instanceof List<?> list) {
      list(name, field.getTrait(ListTrait.class), list);
    } else if (value instanceof Map<?, ?> map) {
      map(name, field.getTrait(MapTrait.class), map);
    } else {
      leaf(name, Scalars.print(field, value, Format.ISO_8601));
    }
  }

  private void list(String name, ListTrait trait, List<?> list) {
    SdkField<?> member = trait.memberFieldInfo();
    if (trait.isFlattened()) {
      list.forEach(element -> element(name, member, element));
      return;
    }
    open(name);
    list.forEach(element -> element(member.unmarshallLocationName(), member, element));
    close(name);
  }

  private void map(String name, MapTrait trait, Map<?, ?> map) {
    open(name);
    map.forEach(
        (key, value) -> {
          open("entry").leaf(trait.keyLocationName(), key.toString());
          element(trait.valueLocationName(), trait.valueFieldInfo(), value);
          close("entry");
        });
    close(name);
  }

  @Override
  public String toString() {
    return xml.toString();
  }
}
