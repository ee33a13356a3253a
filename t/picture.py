#!/usr/bin/python3
"""Whether anything in a picture of context-map overlaps: picture.py FILE.

Places are read from the SVG; widths of text are those of DejaVu Sans, not the program's.
Prints how many texts, boxes and lines it compared; each overlap is a line on standard error.
"""
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

# Advance widths of U+0020 to U+007E, in thousandths.
REGULAR = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838]
BOLD = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365,
    696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 580,
    1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850,
    733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500,
    500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687,
    716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838]


def width_of(text, size, bold, mono):
    total = 0
    for character in text:
        if unicodedata.east_asian_width(character) in 'WF':
            total += 1000
        elif mono:
            total += 602
        elif ' ' <= character <= '~':
            total += (BOLD if bold else REGULAR)[ord(character) - 32]
        else:
            total += 838
    return total * size / 1000


class Box:
    def __init__(self, kind, name, left, top, right, bottom):
        self.kind, self.name = kind, name
        self.left, self.top, self.right, self.bottom = left, top, right, bottom

    def __str__(self):
        return f'{self.kind} "{self.name}" ({self.left:.0f},{self.top:.0f} {self.right:.0f},{self.bottom:.0f})'

    def meets(self, other):
        return (self.left < other.right and other.left < self.right
                and self.top < other.bottom and other.top < self.bottom)

    def within(self, other):
        return (self.left >= other.left and self.right <= other.right
                and self.top >= other.top and self.bottom <= other.bottom)


def read(path):
    root = ElementTree.parse(path).getroot()
    tag = lambda element: element.tag.split('}')[1]
    style = ''.join(e.text for e in root if tag(e) == 'style')
    fonts = {name: (int(size), bool(bold), 'mono' in rest) for name, bold, size, rest in
             re.findall(r'text\.(\w+)\{font:(bold )?(\d+)px ([^}]*)\}', style)}
    sheet = [float(n) for n in root.get('viewBox').split()]
    texts, boxes, lines = [], [], []
    for element in root:
        number = lambda name: float(element.get(name))
        if tag(element) == 'text':
            size, bold, mono = fonts[element.get('class')]
            width = width_of(element.text, size, bold, mono)
            left = number('x') - (width / 2 if element.get('text-anchor') == 'middle' else 0)
            texts.append(Box('text', element.text, left, number('y') - .76 * size,
                             left + width, number('y') + .24 * size))
        elif tag(element) == 'rect':
            boxes.append(Box('box', element.get('class'), number('x'), number('y'),
                             number('x') + number('width'), number('y') + number('height')))
        elif tag(element) == 'path' and 'head' not in element.get('class').split():
            a, b, c, d = map(float, re.fullmatch(r'M(\S+) (\S+)L(\S+) (\S+)', element.get('d')).groups())
            if a != c and b != d:
                sys.exit(f'{path}: a line is neither horizontal nor vertical')
            lines.append(Box('line', element.get('class'), min(a, c) - .1, min(b, d) - .1,
                             max(a, c) + .1, max(b, d) + .1))
    return Box('sheet', path, 0, 0, sheet[2], sheet[3]), texts, boxes, lines


def pairs(things):
    return ((a, b) for i, a in enumerate(things) for b in things[i + 1:])


def overlaps(sheet, texts, boxes, lines):
    for thing in texts + boxes + lines:
        if not thing.within(sheet):
            yield f'{thing} is outside of the sheet'
    for a, b in pairs(texts):
        if a.meets(b):
            yield f'{a} and {b}'
    for text in texts:
        for other in boxes + lines:
            if text.meets(other) and not (other.kind == 'box' and text.within(other)):
                yield f'{text} and {other}'
    for a, b in pairs(boxes):
        if a.meets(b) and not a.within(b) and not b.within(a):
            yield f'{a} and {b}'
    for a, b in pairs(lines):
        if a.meets(b):
            yield f'{a} and {b}'
    # A line ends at the boxes that it joins, but leaves its system.
    for line in lines:
        for box in boxes:
            inner = Box('box', box.name, box.left + .2, box.top + .2, box.right - .2, box.bottom - .2)
            if box.name not in ('sheet', 'system') and line.meets(inner):
                yield f'{line} and {box}'


def main():
    parts = read(sys.argv[1])
    found = list(overlaps(*parts))
    for overlap in found:
        print(overlap, file=sys.stderr)
    print(*(len(part) for part in parts[1:]))
    return bool(found)


sys.exit(main())
